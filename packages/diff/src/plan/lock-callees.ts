import {
  hasErrors,
  problem,
  type CalleeLock,
  type CompiledPipeline,
  type Problem,
  type Snapshot,
} from "@lockstep/model";

import { isInRange } from "../semver.ts";

/** The version that each call of the snapshot resolves to, and the calls that resolve to none. */
export function lockCallees(snapshot: Snapshot): {
  readonly locks: readonly CalleeLock[];
  readonly problems: readonly Problem[];
} {
  const bySlug = new Map(snapshot.pipelines.map((pipeline) => [pipeline.slug, pipeline]));
  const calls = snapshot.pipelines.flatMap((caller) =>
    caller.callees.map(({ slug, range }) => ({ caller, slug, range, callee: bySlug.get(slug) })),
  );
  const isComplete = !hasErrors(snapshot.problems);
  return {
    locks: calls.flatMap((call) => lockOf(call)).sort(compareLocks),
    problems: calls.flatMap((call) => problemOf(call, isComplete)),
  };
}

interface Call {
  readonly caller: CompiledPipeline;
  readonly slug: string;
  readonly range: string;
  readonly callee: CompiledPipeline | undefined;
}

function lockOf({ caller, slug, range, callee }: Call): readonly CalleeLock[] {
  if (callee === undefined || !isInRange(callee.version, range)) return [];
  return [{ caller: caller.slug, callee: slug, range, version: callee.version, content: callee.content }];
}

/** A callee that is absent from a snapshot with errors may be one of those errors: nothing is said of it. */
function problemOf({ caller, slug, range, callee }: Call, isComplete: boolean): readonly Problem[] {
  if (callee === undefined ? !isComplete : isInRange(callee.version, range)) return [];
  const found =
    callee === undefined ? "is not in this revision" : `has version ${callee.version} in this revision`;
  const more = {
    file: caller.path,
    fix: `Call a version that this revision has, or bring ${slug} back in that range.`,
  };
  return [problem("CALLEE_UNKNOWN", `${caller.slug} calls ${slug}@${range}, but ${slug} ${found}.`, more)];
}

function compareLocks(a: CalleeLock, b: CalleeLock): number {
  const [left, right] = [`${a.caller} ${a.callee} ${a.range}`, `${b.caller} ${b.callee} ${b.range}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
