import { type CompiledPipeline, Failure, satisfiesRange, type Slug } from "@lockstep/model";

/** The upper environment's pipelines as the promotion would leave them, and those that it brings. */
interface Promoted {
  readonly request: { readonly from: Slug; readonly to: Slug };
  /** By slug. */
  readonly result: ReadonlyMap<Slug, CompiledPipeline>;
  readonly before: ReadonlyMap<Slug, CompiledPipeline>;
  /** Everything that the lower environment's revision holds. */
  readonly lower: ReadonlyMap<Slug, CompiledPipeline>;
  readonly slugs: readonly Slug[];
}

/**
 * Refuses, by name, a subset after which a pipeline would call or listen to what the upper environment does not have in
 * the version it needs. `unprocessable` with the code `CALLEE_MISSING` and the names to add.
 */
export function requireCallees(promoted: Promoted): void {
  const sentences: string[] = [];
  const added = new Set<Slug>();
  const pending = promoted.slugs.flatMap((slug) => promoted.result.get(slug) ?? []);
  for (let next = pending.pop(); next !== undefined; next = pending.pop())
    for (const need of needsOf(next)) {
      if (isMet(need, promoted.result) || added.has(need.slug)) continue;
      sentences.push(sentenceOf(next.slug, need, promoted));
      const helper = promoted.lower.get(need.slug);
      if (helper === undefined || !isMet(need, promoted.lower)) continue;
      added.add(need.slug);
      pending.push(helper);
    }
  sentences.push(...brokenCallers(promoted, added));
  if (sentences.length === 0) return;
  const only = [...new Set([...promoted.slugs, ...added])].sort().map((slug) => `--only ${slug}`);
  const advice = added.size === 0 ? "" : ` Add what is missing: ${only.join(" ")}`;
  throw new Failure("unprocessable", `${sentences.join(" ")}${advice}`, { code: "CALLEE_MISSING" });
}

interface Need {
  readonly slug: Slug;
  /** `null` is any version. */
  readonly range: string | null;
  readonly verb: "calls" | "listens to";
}

function needsOf({ callees, triggers }: CompiledPipeline): readonly Need[] {
  return [
    ...callees.map(({ slug, range }) => ({ slug, range, verb: "calls" as const })),
    ...triggers.flatMap((trigger) =>
      trigger.type === "pipeline"
        ? [{ slug: trigger.pipeline, range: null, verb: "listens to" as const }]
        : [],
    ),
  ];
}

function isMet({ slug, range }: Need, pipelines: ReadonlyMap<Slug, CompiledPipeline>): boolean {
  const found = pipelines.get(slug);
  return found !== undefined && (range === null || satisfiesRange(found.version, range));
}

function sentenceOf(caller: Slug, need: Need, { request, result }: Promoted): string {
  const named = need.range === null ? need.slug : `${need.slug}@${need.range}`;
  const there = result.get(need.slug)?.version;
  return `${caller} ${need.verb} ${named}, which ${request.to} ${there === undefined ? "does not have" : `has as ${there}`}.`;
}

/** Pipelines that stay and could no longer call what is promoted or removed. */
function brokenCallers(promoted: Promoted, added: Set<Slug>): readonly string[] {
  const { result, before, lower, slugs, request } = promoted;
  const changed = new Set(slugs);
  const sentences: string[] = [];
  for (const caller of result.values()) {
    if (changed.has(caller.slug)) continue;
    for (const need of needsOf(caller)) {
      if (!changed.has(need.slug) || isMet(need, result) || !isMet(need, before)) continue;
      const replaced = result.get(need.slug)?.version;
      const becomes = replaced === undefined ? "would be removed" : `would become ${replaced}`;
      sentences.push(
        `${caller.slug} in ${request.to} ${need.verb} ${need.slug}${need.range === null ? "" : `@${need.range}`}, which ${becomes}.`,
      );
      if (lower.get(caller.slug)?.manifest !== caller.manifest) added.add(caller.slug);
    }
  }
  return sentences;
}
