import type { CalleeLock, CompiledPipeline, Slug, Snapshot } from "@lockstep/model";

/**
 * The version that each call of the snapshot resolves to. A snapshot holds one version of each pipeline, and its
 * compiler has refused calls of pipelines that are absent or out of range; such calls have no lock.
 */
export function lockCallees({ pipelines }: Snapshot): readonly CalleeLock[] {
  const bySlug = new Map(pipelines.map((pipeline) => [pipeline.slug, pipeline]));
  return pipelines.flatMap((caller) => locksOf(caller, bySlug)).sort(compareLocks);
}

function locksOf(
  caller: CompiledPipeline,
  bySlug: ReadonlyMap<Slug, CompiledPipeline>,
): readonly CalleeLock[] {
  return caller.callees.flatMap(({ slug, range }) => {
    const callee = bySlug.get(slug);
    if (callee === undefined) return [];
    return { caller: caller.slug, callee: slug, range, version: callee.version, content: callee.content };
  });
}

function compareLocks(a: CalleeLock, b: CalleeLock): number {
  const [left, right] = [`${a.caller} ${a.callee} ${a.range}`, `${b.caller} ${b.callee} ${b.range}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
