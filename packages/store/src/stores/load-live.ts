import { setImmediate } from "node:timers/promises";

import { Failure, type LivePipeline, type Slug } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { loadLivePage } from "../queries/load-live-page.ts";
import { loadSequence } from "../queries/load-sequence.ts";

/** Hashing 10 000 texts takes 0.2 s: page by page, so that others get their turn in between. */
const pageSize = 250;

/** Everything that an environment's rows contain, as of one sequence; read again when an apply came in between. */
export async function loadLive(
  database: Database,
  environment: Slug,
  tries = 3,
): Promise<readonly LivePipeline[]> {
  const before = await database.read(loadSequence(environment));
  const found = await loadLivePages(database, environment);
  const after = await database.read(loadSequence(environment));
  if (after === before) return found;
  if (tries > 1) return loadLive(database, environment, tries - 1);
  throw new Failure(
    "conflict",
    `${environment} was applied to again and again while its rows were read; try again.`,
  );
}

/** The same without looking whether an apply came in between. */
export async function loadLivePages(database: Database, environment: Slug): Promise<readonly LivePipeline[]> {
  const found: LivePipeline[] = [];
  for (;;) {
    const after = found.at(-1)?.slug ?? "";
    const page = await database.read(loadLivePage({ environment, after, limit: pageSize }));
    found.push(...page);
    if (page.length < pageSize) return found;
    await setImmediate();
  }
}
