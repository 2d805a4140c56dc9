import type { Drift, Environment, EnvironmentInForce, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { assignedHeadsOf } from "./assigned-heads.ts";
import { loadWantedTriggers } from "./load-wanted-triggers.ts";
import { readNow } from "./read-now.ts";
import { loadArmedOf, nameOf, removeTriggerRows, scheduleOf, writeTriggerRows } from "./trigger-rows.ts";

const select = statement<
  { environment: Slug; slugs: readonly Slug[] },
  { readonly slug: Slug; readonly manifest: string }
>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT slug, manifest FROM ${assignedHeadsOf(environment, isOneOf(sql`slug`, slugs))} AS p`,
);

/** Arms triggers as applied manifests and policy want them; which of the differences are mended by that. */
export function* mendTriggers(
  environment: Slug,
  found: readonly Drift[],
  inForce: EnvironmentInForce | null,
): Query<readonly Drift[]> {
  const policy = inForce?.policy ?? null;
  if (found.length === 0 || policy === null) return [];
  const slugs = [...new Set(found.map(({ slug }) => slug))];
  const assigned = yield* rowsOf(select, { environment, slugs });
  const at = yield* readNow();
  const { wanted, unknown } = yield* loadWantedTriggers(assigned, JSON.parse(policy) as Environment, at);
  const known = new Map((yield* loadArmedOf(environment, slugs)).map((row) => [nameOf(row), row]));
  const mended = found.filter(({ slug }) => !unknown.includes(slug));
  const names = new Set(mended.map(({ slug, name }) => `${slug}/${name}`));
  const wantedNames = new Set(wanted.map(nameOf));
  yield* removeTriggerRows(
    [...known].flatMap(([name, row]) => (names.has(name) && !wantedNames.has(name) ? [row] : [])),
  );
  yield* writeTriggerRows(
    wanted.filter((row) => names.has(nameOf(row))).map((row) => placed(row, known.get(nameOf(row)))),
  );
  return mended;
}

/** A schedule that was not touched keeps its place; another one begins now: what it missed is not made up for. */
function placed(wanted: AppliedTriggerRow, known: AppliedTriggerRow | undefined): AppliedTriggerRow {
  if (known === undefined || known.enabled !== wanted.enabled) return wanted;
  if (!isReadable(known) || scheduleOf(known) !== scheduleOf(wanted)) return wanted;
  return { ...wanted, cursor_at: known.cursor_at, next_at: known.next_at };
}

function isReadable({ definition }: AppliedTriggerRow): boolean {
  try {
    return JSON.parse(definition) !== null;
  } catch {
    return false;
  }
}
