import {
  compareProblems,
  type CompiledEnvironment,
  type ControlSnapshot,
  type Problem,
  type Revision,
} from "@lockstep/model";

import { dedicatedQueueFindings } from "../cross-checks/dedicated-queues.ts";
import { duplicateSlugFindings } from "../cross-checks/duplicate-slugs.ts";
import { environmentLinkFindings } from "../cross-checks/environment-links.ts";
import type { SourceEntry } from "../files/source-file.ts";
import { unreadableFile } from "../files/unreadable-file.ts";
import { decodeText } from "../text/decode-text.ts";
import type { Finding } from "../text/finding.ts";
import { placeFindings } from "../text/place-findings.ts";
import { compileEnvironment, type EnvironmentCompilation } from "./compile-environment.ts";

/** Whether a path is an environment manifest of the control branch. */
export function isEnvironmentPath(path: string): boolean {
  return /^environments\/[^/]+\.json$/.test(path);
}

/** Compiles the environment manifests of one revision of the control branch; other files are passed over. */
export function compileControl(revision: Revision, entries: readonly SourceEntry[]): ControlSnapshot {
  const manifests = entries.filter(({ path }) => isEnvironmentPath(path));
  const compiled = manifests.map(compileEntry);
  const found = compiled.flatMap(({ environment }) => (environment === null ? [] : [environment]));
  const duplicates = duplicateSlugFindings(found, secretPrefix);
  const environments = found.filter(({ path }) => !duplicates.has(path));
  const broken = manifests.map(({ path }) => slugOfPath(path)).filter((slug) => !isIn(environments, slug));
  const links = environmentLinkFindings(
    environments,
    new Set([...environments.map(({ slug }) => slug), ...broken]),
  );
  const queues = dedicatedQueueFindings(environments);
  const problems = [
    ...compiled.flatMap((one) => one.problems),
    ...manifests.flatMap((entry) =>
      placeIn(
        entry,
        [duplicates, links, queues].flatMap((byPath) => byPath.get(entry.path) ?? []),
      ),
    ),
  ];
  return {
    revision,
    environments: environments.sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    broken,
    problems: problems.sort(compareProblems),
  };
}

function compileEntry({ path, file }: SourceEntry): EnvironmentCompilation {
  const unreadable = unreadableFile(path, file);
  if (unreadable !== null) return { environment: null, problems: [unreadable] };
  return compileEnvironment(path, file.kind === "file" ? file.bytes : new Uint8Array());
}

/** The form of a slug in LOCKSTEP_SECRET__<ENVIRONMENT>__<NAME>, where `-` and `_` are the same. */
function secretPrefix(slug: string): string {
  return slug.toUpperCase().replaceAll("-", "_");
}

function slugOfPath(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1, -".json".length);
}

function isIn(environments: readonly CompiledEnvironment[], slug: string): boolean {
  return environments.some((environment) => environment.slug === slug);
}

function placeIn({ path, file }: SourceEntry, findings: readonly Finding[]): Problem[] {
  if (findings.length === 0 || file.kind !== "file") return [];
  return placeFindings(path, decodeText(file.bytes).text, findings);
}
