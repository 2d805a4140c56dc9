import {
  chainStart,
  type Checksum,
  hashLedgerEntryText,
  type JsonObject,
  type LedgerEntry,
  type NewLedgerEntry,
  type Slug,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { firstOf, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { ledger } from "../schema/index.ts";
import { readNow } from "./read-now.ts";
import { takeTurns } from "./take-turns.ts";

const selectHead = statement<{ environment: Slug }, { readonly position: number; readonly hash: Checksum }>(
  ({ environment }) => sql`
    SELECT position, hash FROM ${ledger}
    WHERE environment = ${environment} ORDER BY position DESC LIMIT 1`,
);

const insertion = insertInto(ledger, {
  columns: ["environment", "position", "kind", "deploy", "actor", "at", "body", "previous", "hash"],
});

export interface WrittenEntry extends NewLedgerEntry {
  /** Written out before the transaction, which would otherwise wait for it. */
  readonly canonicalBody: string;
}

/** Chains an entry to the last one of its chain; those who write to one chain take turns. */
export function* appendEntry(given: WrittenEntry): Query<LedgerEntry> {
  const { environment, kind, deploy, body, canonicalBody } = given;
  yield* takeTurns([`ledger:${environment}`]);
  const head = yield* firstOf(selectHead, { environment });
  const unhashed = {
    environment,
    position: (head?.position ?? 0) + 1,
    kind,
    deploy,
    at: yield* readNow(),
    previous: head?.hash ?? chainStart,
  };
  const hash = hashLedgerEntryText(unhashed, canonicalBody);
  yield* inserted(insertion, [{ ...unhashed, actor: actorIn(body), hash, body: canonicalBody }]);
  return { ...unhashed, hash, body };
}

/** Beside the body, so that it can be looked for. */
function actorIn({ actor }: JsonObject): string | null {
  const isNamed = typeof actor === "object" && actor !== null && "id" in actor;
  return isNamed && typeof actor.id === "string" ? actor.id : null;
}
