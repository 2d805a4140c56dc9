import { statSync } from "node:fs";
import { resolve } from "node:path";

import { wrongUse } from "../program/wrong-use.ts";
import { compileFile } from "../worktree/compile-file.ts";
import { compileTree } from "../worktree/compile-tree.ts";
import { findManifests } from "../worktree/find-manifests.ts";
import { pipelinesSubject, pipelineSubject } from "./compiled-subject.ts";
import type { Subject } from "./subject.ts";

/** A manifest file, or all manifests of a folder; `null` when there is no such path. */
export function fileSubject(cwd: string, name: string): Subject | null {
  const stats = statSync(resolve(cwd, name), { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (!stats.isDirectory()) {
    const { tree, path } = compileFile(cwd, name);
    return pipelineSubject(name, { path, pipelines: tree.snapshot.pipelines, problems: tree.problems });
  }
  const [tree, ...others] = findManifests(cwd, [name]);
  if (tree === undefined || others.length > 0)
    throw wrongUse(`'${name}' holds manifests of several repositories.`);
  const { snapshot, problems } = compileTree(tree);
  return pipelinesSubject(name, { pipelines: snapshot.pipelines, problems });
}
