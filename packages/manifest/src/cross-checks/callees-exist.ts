import { satisfiesRange, type Slug, type Version } from "@lockstep/model";

import type { PipelineLink } from "../compile/pipeline-links.ts";
import { type Finding, findingAt } from "../text/finding.ts";

/** Words about the slug that was meant. */
type Suggest = (slug: Slug) => string | undefined;

/** CALLEE_UNKNOWN: what is called or listened to is in the snapshot, in the range. `null` is a version nobody can tell. */
export function calleeFindings(
  links: readonly PipelineLink[],
  versions: ReadonlyMap<Slug, Version | null>,
  suggest: Suggest,
): readonly Finding[] {
  return links.flatMap((link) => {
    const version = versions.get(link.slug);
    if (version === undefined) return [unknown(link, suggest)];
    if (version === null || link.range === null || satisfiesRange(version, link.range)) return [];
    return [
      findingAt(
        "CALLEE_UNKNOWN",
        link.path,
        `"${link.slug}" is ${version} here, which is not in ${link.range}.`,
        `Call ${link.slug}@^${version}, or keep the older version.`,
      ),
    ];
  });
}

function unknown({ slug, path }: PipelineLink, suggest: Suggest): Finding {
  return findingAt("CALLEE_UNKNOWN", path, `There is no pipeline "${slug}".`, () => suggest(slug));
}
