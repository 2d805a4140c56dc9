import { readStoredManifest } from "@lockstep/manifest";
import {
  type CompiledPipeline,
  Failure,
  hasErrors,
  type LoadedPipeline,
  type Problem,
} from "@lockstep/model";

import { type CompiledTree, compileTree } from "./compile-tree.ts";
import { displayPath } from "./display-path.ts";
import { findManifests } from "./find-manifests.ts";

/** One manifest file, compiled among its neighbours. */
export interface CompiledFile {
  /** As people here would type it. */
  readonly name: string;
  /** Below the top of its repository. */
  readonly path: string;
  readonly tree: CompiledTree;
  readonly problems: readonly Problem[];
}

/** Compiles one file. Wrong use: it does not exist. */
export function compileFile(cwd: string, name: string): CompiledFile {
  const [tree] = findManifests(cwd, [name]);
  const [path] = tree?.chosen ?? [];
  if (tree === undefined || path === undefined)
    throw new RangeError("a file that exists belongs to a work tree");
  const compiled = compileTree(tree);
  const shown = displayPath(cwd, tree.root, path);
  const problems = compiled.problems.map((found) => ({ ...found, file: shown }));
  return { name: shown, path, tree: compiled, problems };
}

/** The pipeline that a compiled file declares; `null` when its problems are errors or it declares something else. */
export function pipelineOf({ tree, path, problems }: CompiledFile): CompiledPipeline | null {
  if (hasErrors(problems)) return null;
  return tree.snapshot.pipelines.find((pipeline) => pipeline.path === path) ?? null;
}

/** The pipeline with every default filled in, read as the server reads it. Failure: `internal`. */
export function loadCompiled({ canonical, manifest, path }: CompiledPipeline): LoadedPipeline {
  const loaded = readStoredManifest(canonical, manifest);
  if (loaded !== null) return loaded;
  throw new Failure("internal", `The compiled form of ${path} does not give its own checksum.`);
}
