import { basename } from "node:path";

import {
  compileControl,
  compileOrg,
  compileSnapshot,
  isEnvironmentPath,
  limits,
  orgPath,
  type SourceEntry,
} from "@lockstep/manifest";
import type { ControlSnapshot, Problem, Snapshot } from "@lockstep/model";

import type { WorkTree } from "./find-manifests.ts";
import { type ManifestKind, manifestKind } from "./manifest-kind.ts";
import { readSourceFile } from "./read-source-file.ts";

/** What the manifests of a work tree say. */
export interface CompiledTree {
  readonly snapshot: Snapshot;
  readonly control: ControlSnapshot;
  /** Of the chosen manifests only. */
  readonly problems: readonly Problem[];
}

/** A work tree is no commit. */
const noRevision = "";

/** Compiles all manifests of a work tree, so that references between them are checked too. */
export function compileTree({ root, manifests, chosen }: WorkTree): CompiledTree {
  const entries = manifests.map((path) => ({
    path,
    kind: kindOf(root, path),
    file: readSourceFile(root, path),
  }));
  const ofKind = (kind: ManifestKind): readonly SourceEntry[] =>
    entries.flatMap(({ path, file, ...entry }) =>
      entry.kind === kind && file !== null ? { path, file } : [],
    );
  const readFile = (path: string) => readSourceFile(root, path, limits.expandedBytes);
  const snapshot = compileSnapshot(noRevision, ofKind("pipeline"), readFile);
  const environments = ofKind("environment");
  const orgs = ofKind("org");
  const control = compileControl(noRevision, [...environments, ...orgs]);
  const stray = environments
    .filter(({ path }) => !isEnvironmentPath(path))
    .flatMap((entry) => problemsOfStray(entry, orgs));
  const strayOrgs = orgs.filter(({ path }) => path !== orgPath).flatMap(problemsOfOrg);
  const problems = [...snapshot.problems, ...control.problems, ...stray, ...strayOrgs];
  return { snapshot, control, problems: problems.filter(({ file }) => chosen.has(file)) };
}

/** An environment manifest outside `environments/` is checked as if it were in there, alone. */
function problemsOfStray({ path, file }: SourceEntry, orgs: readonly SourceEntry[]): readonly Problem[] {
  const usual = `environments/${basename(path)}`;
  const { problems } = compileControl(noRevision, [{ path: usual, file }, ...orgs]);
  return problems.flatMap((problem) => (problem.file === usual ? { ...problem, file: path } : []));
}

function problemsOfOrg({ path, file }: SourceEntry): readonly Problem[] {
  return file.kind === "file" ? compileOrg(path, file.bytes).problems : [];
}

/** By its place, or for a file that is nowhere in particular by what it says of itself. */
function kindOf(root: string, path: string): ManifestKind {
  const kind = manifestKind(path);
  if (kind !== null) return kind;
  const file = readSourceFile(root, path);
  const text = file?.kind === "file" ? new TextDecoder().decode(file.bytes) : "";
  return /"kind"\s*:\s*"Environment"/.test(text) ? "environment" : "pipeline";
}
