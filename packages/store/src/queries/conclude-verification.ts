import type { Actor, JsonObject, LedgerKind } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { smokeRuns } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { listSmokeOfDeploy } from "./list-smoke-of-deploy.ts";

export interface Conclusion {
  readonly deploy: string;
  readonly kind: Extract<LedgerKind, "verified" | "unverified">;
  readonly because: string;
  readonly actor: Actor;
}

const update = statement<{ deploy: string }>(
  ({ deploy }) => sql`
    UPDATE ${smokeRuns} SET concluded_at = lockstep_now() WHERE deploy = ${deploy} AND concluded_at IS NULL`,
);

/** Tells once how a deploy's verification ended, with what each run said. */
export function* concludeVerification({ deploy, kind, because, actor }: Conclusion): Query<boolean> {
  if ((yield* changesOf(update, { deploy })) === 0) return false;
  const smoke = yield* listSmokeOfDeploy(deploy);
  const environment = smoke[0]?.environment ?? "";
  const runs = smoke.map(({ pipeline, run, outcome, because: reason }) => ({
    pipeline,
    run,
    outcome,
    because: reason,
  }));
  const body: JsonObject = { actor: { ...actor }, because, runs };
  yield* appendFact({ environment, kind, deploy, body });
  yield* appendEvents([{ name: `deploy.${kind}`, environment, body: { deploy, because } }]);
  return true;
}
