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
import { peopleFindings } from "../cross-checks/people-exist.ts";
import type { SourceEntry } from "../files/source-file.ts";
import { unreadableFile } from "../files/unreadable-file.ts";
import type { WrittenOrg } from "../format/org-format.ts";
import { decodeText } from "../text/decode-text.ts";
import type { Finding } from "../text/finding.ts";
import { placeFindings } from "../text/place-findings.ts";
import {
  compiledEnvironment,
  compileEnvironment,
  type EnvironmentCompilation,
} from "./compile-environment.ts";
import { compileOrg, type OrgCompilation } from "./compile-org.ts";
import { directoryOf } from "./directory-of.ts";

/** Whether a path is an environment manifest of the control branch. */
export function isEnvironmentPath(path: string): boolean {
  return /^environments\/[^/]+\.json$/.test(path);
}

/** Where the control branch says who is in which team. */
export const orgPath = "lockstep.json";

/** Compiles the environment manifests and `lockstep.json` of one revision of the control branch; other files are passed over. */
export function compileControl(revision: Revision, entries: readonly SourceEntry[]): ControlSnapshot {
  const manifests = entries.filter(({ path }) => isEnvironmentPath(path));
  const compiled = manifests.map(compileEntry);
  const found = compiled.flatMap(({ environment }) => (environment === null ? [] : [environment]));
  const duplicates = duplicateSlugFindings(found, secretPrefix);
  const { org, problems: orgProblems } = readOrg(entries);
  const people = peopleFindings(found, org);
  const environments = found
    .filter(({ path }) => !duplicates.has(path) && !people.has(path))
    .map((environment) => withDirectory(environment, org));
  const broken = manifests.map(({ path }) => slugOfPath(path)).filter((slug) => !isIn(environments, slug));
  const links = environmentLinkFindings(
    environments,
    new Set([...environments.map(({ slug }) => slug), ...broken]),
  );
  const queues = dedicatedQueueFindings(environments);
  const problems = [
    ...orgProblems,
    ...compiled.flatMap((one) => one.problems),
    ...manifests.flatMap((entry) =>
      placeIn(
        entry,
        [duplicates, people, links, queues].flatMap((byPath) => byPath.get(entry.path) ?? []),
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

/** Without the file there are no teams, and everybody is who their identity says. */
function readOrg(entries: readonly SourceEntry[]): OrgCompilation {
  const entry = entries.find(({ path }) => path === orgPath);
  if (entry === undefined) return { org: withoutOrg, problems: [] };
  const unreadable = unreadableFile(entry.path, entry.file);
  if (unreadable !== null) return { org: null, problems: [unreadable] };
  return compileOrg(entry.path, entry.file.kind === "file" ? entry.file.bytes : new Uint8Array());
}

const withoutOrg: WrittenOrg = { apiVersion: "lockstep/v1", kind: "Org" };

/** The digest covers the directory: who joins a team changes the environments whose gates name it. */
function withDirectory(compiled: CompiledEnvironment, org: WrittenOrg | null): CompiledEnvironment {
  const directory = directoryOf(compiled.environment, org ?? withoutOrg);
  const isEmpty = [directory.teams, directory.people].every((map) => Object.keys(map).length === 0);
  return isEmpty ? compiled : compiledEnvironment(compiled.path, { ...compiled.environment, directory });
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
