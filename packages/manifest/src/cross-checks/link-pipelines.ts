import { didYouMean, type Slug, type Version } from "@lockstep/model";

import type { Compilation } from "../compile/compile-pipeline.ts";
import type { Finding } from "../text/finding.ts";
import { calleeCircleFindings } from "./callee-circles.ts";
import { calleeFindings } from "./callees-exist.ts";
import { duplicateSlugFindings } from "./duplicate-slugs.ts";

/** What is wrong between manifests, by file. Manifests with errors are still known by their slug. */
export function linkPipelines(compilations: readonly Compilation[]): ReadonlyMap<string, readonly Finding[]> {
  const linked = compilations.filter(isDeclared);
  const findings = new Map<string, readonly Finding[]>(duplicateSlugFindings(linked));
  if (linked.every(({ links }) => links.length === 0)) return findings;
  const versions = new Map<Slug, Version | null>(
    compilations.map(
      ({ path, slug, pipeline }) => [slug ?? slugOfPath(path), pipeline?.version ?? null] as const,
    ),
  );
  const add = (path: string, more: readonly Finding[]) => {
    if (more.length > 0) findings.set(path, [...(findings.get(path) ?? []), ...more]);
  };
  const suggest = suggester([...versions.keys()]);
  for (const { path, links } of linked) add(path, calleeFindings(links, versions, suggest));
  for (const [path, circles] of calleeCircleFindings(linked)) add(path, circles);
  return findings;
}

function isDeclared(compilation: Compilation): compilation is Compilation & { readonly slug: Slug } {
  return compilation.slug !== null;
}

/** What a file that cannot even be parsed would declare: its callers are not to blame. */
function slugOfPath(path: string): Slug {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.pipeline\.json$/, "");
}

/** Looking for a near slug among 10 000 takes 5 ms: the first hundred unknown ones are worth that. */
const mostSuggestions = 100;

function suggester(slugs: readonly Slug[]): (slug: Slug) => string | undefined {
  let left = mostSuggestions;
  return (slug) => {
    left -= 1;
    const meant = left < 0 ? null : didYouMean(slug, slugs);
    return meant === null ? undefined : `Did you mean "${meant}"?`;
  };
}
