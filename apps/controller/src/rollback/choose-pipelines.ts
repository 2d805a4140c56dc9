import { type AppliedPipeline, didYouMean, Failure, type Slug } from "@lockstep/model";

type Pipelines = ReadonlyMap<Slug, AppliedPipeline>;

/** Pipelines that are not as they were then, sorted; those that came or went since, too. */
export function findDiffering(now: Pipelines, then: Pipelines): readonly Slug[] {
  const slugs = [...new Set([...now.keys(), ...then.keys()])].sort();
  return slugs.filter((slug) => {
    const [current, past] = [now.get(slug), then.get(slug)];
    return current?.manifest !== past?.manifest || current?.path !== past?.path;
  });
}

/** The pipelines to take back. Failures: `invalid-input` with what does differ, `unprocessable` when nothing does. */
export function choosePipelines(
  named: readonly Slug[] | null,
  differing: readonly Slug[],
  { now, then }: { readonly now: Pipelines; readonly then: Pipelines },
): readonly Slug[] {
  if (differing.length === 0)
    throw new Failure("unprocessable", "Nothing differs from that deploy: there is nothing to take back.", {
      code: "NOTHING_DIFFERS",
    });
  if (named === null) return differing;
  const chosen = [...new Set(named)].sort();
  const errors = chosen.flatMap((slug) => {
    if (differing.includes(slug)) return [];
    const isKnown = now.has(slug) || then.has(slug);
    return [
      { path: "/pipelines", message: isKnown ? `${slug} is as it was then` : unknown(slug, differing) },
    ];
  });
  if (chosen.length === 0) errors.push({ path: "/pipelines", message: "name at least one" });
  if (errors.length === 0) return chosen;
  const said = errors.map(({ message }) => message).join("; ");
  throw new Failure("invalid-input", `${said}. What differs: ${shorten(differing)}.`, { errors });
}

function unknown(slug: Slug, differing: readonly Slug[]): string {
  const meant = didYouMean(slug, differing);
  return `there is no pipeline '${slug}'${meant === null ? "" : ` (did you mean '${meant}'?)`}`;
}

const shown = 20;

function shorten(slugs: readonly Slug[]): string {
  const more = slugs.length > shown ? ` and ${slugs.length - shown} more` : "";
  return slugs.slice(0, shown).join(", ") + more;
}
