import { type CompiledPipeline, Failure, satisfiesRange, type Slug, type Snapshot } from "@lockstep/model";

/**
 * Refuses pipelines that do not fit together, as happens when a caller is taken back without what it calls, or the other
 * way round. Failure: `unprocessable`, with each problem and the pipelines to take back as well.
 */
export function checkCalls(
  { pipelines, problems }: Snapshot,
  left: ReadonlySet<Slug>,
  chosen: readonly Slug[],
): void {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const helpful = findHelpful(pipelines, left);
  const advice =
    helpful.length === 0
      ? "Choose another deploy to go back to."
      : `Take back what belongs together: --pipelines ${[...chosen, ...helpful].sort().join(",")}`;
  const callers = new Map(pipelines.map(({ path, slug }) => [path, slug]));
  const said = errors.map(({ file, message }) => `${callers.get(file) ?? file}: ${message}`);
  throw new Failure(
    "unprocessable",
    `What would be in force does not fit together. ${said.slice(0, 5).join(" ")} ${advice}`,
    {
      code: errors[0]?.code ?? "CALLEE_UNKNOWN",
      errors: errors.map(({ file, message }) => ({ path: file, message })),
    },
  );
}

/** Pipelines that differ from then, were not chosen, and stand at one end of a call that does not resolve. */
function findHelpful(pipelines: readonly CompiledPipeline[], left: ReadonlySet<Slug>): readonly Slug[] {
  const versions = new Map(pipelines.map(({ slug, version }) => [slug, version]));
  const helpful = pipelines.flatMap((caller) => {
    const broken = linksOf(caller).filter(({ slug, range }) => {
      const version = versions.get(slug);
      return version === undefined || (range !== null && !satisfiesRange(version, range));
    });
    return broken.flatMap(({ slug }) => [slug, caller.slug]);
  });
  return [...new Set(helpful)].filter((slug) => left.has(slug));
}

function linksOf({ callees, triggers }: CompiledPipeline) {
  const listened = triggers.flatMap((trigger) =>
    trigger.type === "pipeline" ? [{ slug: trigger.pipeline, range: null }] : [],
  );
  return [...callees, ...listened];
}
