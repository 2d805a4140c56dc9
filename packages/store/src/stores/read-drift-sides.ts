import { setImmediate } from "node:timers/promises";

import {
  type ArmedTrigger,
  type AssignedPipeline,
  type CalleeLock,
  type DriftSides,
  type Environment,
  type EnvironmentInForce,
  Failure,
  type Slug,
} from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { loadArmedPage } from "../queries/load-armed-page.ts";
import { loadAssigned } from "../queries/load-assigned.ts";
import { loadClaimedInForce, loadInForce } from "../queries/load-in-force.ts";
import { loadLockSides, loadPlannedLocks } from "../queries/load-planned-locks.ts";
import { loadWantedTriggers } from "../queries/load-wanted-triggers.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { loadLivePages } from "./load-live.ts";

/** Rows that are read without letting others have a turn. */
const pageSize = 250;

/** Locks of the last plan, by environment. */
export type PlannedLocks = Map<Slug, { readonly deploy: string; readonly locks: readonly CalleeLock[] }>;

/** Both sides of everything that decides what runs; read again when an apply came in between. */
export async function readDriftSides(
  database: Database,
  known: PlannedLocks,
  environment: Slug,
  tries = 3,
): Promise<DriftSides> {
  const before = await database.snapshot(loadInForce(environment));
  const sides = await readBetweenApplies(database, known, environment, before);
  const [after, claimed] = await database.snapshot(
    (function* () {
      return [yield* loadInForce(environment), yield* loadClaimedInForce(environment)] as const;
    })(),
  );
  if (JSON.stringify(after) === JSON.stringify(before))
    return {
      applied: { ...sides.applied, environment: after },
      live: { ...sides.live, environment: claimed },
    };
  if (tries > 1) return readDriftSides(database, known, environment, tries - 1);
  throw new Failure(
    "conflict",
    `${environment} was applied to again and again while its rows were read; try again.`,
  );
}

async function readBetweenApplies(
  database: Database,
  known: PlannedLocks,
  environment: Slug,
  inForce: EnvironmentInForce | null,
) {
  const assigned = await database.read(loadAssigned(environment));
  const live = await loadLivePages(database, environment);
  const triggers = await readTriggers(database, environment, assigned, inForce);
  const deploy = inForce?.deploy ?? null;
  const planned = deploy === null ? null : await plannedLocks(database, known, environment, deploy);
  // Without its plan nobody knows which locks a deploy made.
  const locks =
    planned === null
      ? { applied: [], live: [] }
      : await database.snapshot(loadLockSides(environment, planned));
  return {
    applied: { pipelines: assigned, triggers: triggers.applied, locks: locks.applied },
    live: { pipelines: live, triggers: triggers.live, locks: locks.live },
  };
}

async function plannedLocks(
  database: Database,
  known: PlannedLocks,
  environment: Slug,
  deploy: string,
): Promise<readonly CalleeLock[] | null> {
  const last = known.get(environment);
  if (last?.deploy === deploy) return last.locks;
  const locks = await database.read(loadPlannedLocks(deploy));
  if (locks !== null) known.set(environment, { deploy, locks });
  return locks;
}

async function readTriggers(
  database: Database,
  environment: Slug,
  assigned: readonly AssignedPipeline[],
  inForce: EnvironmentInForce | null,
): Promise<{ readonly applied: readonly ArmedTrigger[]; readonly live: readonly ArmedTrigger[] }> {
  const policy = inForce?.policy ?? null;
  if (policy === null) return { applied: [], live: [] };
  const parsed = JSON.parse(policy) as Environment;
  const applied: ArmedTrigger[] = [];
  const unknown = new Set<Slug>();
  for (let start = 0; start < assigned.length; start += pageSize) {
    const page = assigned.slice(start, start + pageSize);
    const found = await database.read(loadWantedTriggers(page, parsed, ""));
    applied.push(...found.wanted.map(armedOf));
    for (const slug of found.unknown) unknown.add(slug);
    await setImmediate();
  }
  const live = await readArmed(database, environment);
  // What the triggers of a manifest that is gone were, nobody knows.
  return { applied, live: live.filter(({ slug }) => !unknown.has(slug)).map(armedOf) };
}

async function readArmed(database: Database, environment: Slug): Promise<readonly AppliedTriggerRow[]> {
  const found: AppliedTriggerRow[] = [];
  for (;;) {
    const page = await database.read(loadArmedPage(environment, found.at(-1) ?? null, pageSize));
    found.push(...page);
    if (page.length < pageSize) return found;
    await setImmediate();
  }
}

function armedOf({
  slug,
  trigger_id: trigger,
  type,
  source,
  definition,
  enabled,
}: AppliedTriggerRow): ArmedTrigger {
  return { slug, trigger, type, source, definition, enabled: enabled === 1 };
}
