import type { Hold, NewHold, Timestamp } from "@lockstep/model";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { holds, quarantine } from "../schema/index.ts";

const insertHolds = insertInto(holds, {
  columns: ["id", "environment", "kind", "reason", "actor", "deploy", "at", "lift_reason"],
});

const insertQuarantine = insertInto(quarantine, {
  columns: ["hold", "environment", "slug", "content", "version"],
});

/** Puts a hold in force, with the content that it keeps out. The caller counts the act and writes the entry. */
export function* insertHold(id: string, hold: NewHold, at: Timestamp): Query<Hold> {
  const { environment, kind, reason, actor, deploy } = hold;
  const row = { id, environment, kind, reason, actor: JSON.stringify(actor), deploy, at, lift_reason: "" };
  yield* inserted(insertHolds, [row]);
  yield* inserted(
    insertQuarantine,
    hold.quarantine.map(({ slug, content, version }) => ({ hold: id, environment, slug, content, version })),
  );
  return {
    id,
    environment,
    kind,
    reason,
    actor,
    deploy,
    at,
    liftedAt: null,
    liftedBy: null,
    liftReason: "",
  };
}
