import { hasErrors, type PipelineTest, type Problem } from "@lockstep/model";

import { loadCompiled } from "../worktree/compile-file.ts";
import { compileTree } from "../worktree/compile-tree.ts";
import { displayPath } from "../worktree/display-path.ts";
import { findManifests, type WorkTree } from "../worktree/find-manifests.ts";
import { manifestKind } from "../worktree/manifest-kind.ts";
import type { Suite } from "./test-report.ts";

export interface CollectedSuites {
  readonly suites: readonly Suite[];
  /** Errors of the pipelines that cannot be tested. */
  readonly problems: readonly Problem[];
}

/** The pipelines of the named files and folders with their tests. Wrong use: a name that does not exist or has no manifest. */
export function collectSuites(cwd: string, names: readonly string[], filter: string | null): CollectedSuites {
  const trees = findManifests(cwd, names).map((tree) => collectTree(cwd, tree, filter));
  return {
    suites: trees.flatMap(({ suites }) => suites),
    problems: trees.flatMap(({ problems }) => problems),
  };
}

function collectTree(cwd: string, tree: WorkTree, filter: string | null): CollectedSuites {
  const { snapshot, problems } = compileTree(tree);
  const shown = (path: string) => displayPath(cwd, tree.root, path);
  const suites = snapshot.pipelines
    .filter(({ path }) => tree.chosen.has(path))
    .map((compiled): Suite => {
      const loaded = loadCompiled(compiled);
      const { slug, tests } = loaded.pipeline;
      return { file: shown(compiled.path), loaded, tests: tests.filter(matching(slug, filter)) };
    });
  const broken = problems.filter((found) => hasErrors([found]) && isOfPipeline(found.file));
  return { suites, problems: broken.map((found) => ({ ...found, file: shown(found.file) })) };
}

function matching(slug: string, filter: string | null): (test: PipelineTest) => boolean {
  if (filter === null) return () => true;
  const wanted = filter.toLowerCase();
  const isWholeSuite = slug.includes(wanted);
  return ({ name }) => isWholeSuite || name.toLowerCase().includes(wanted);
}

/** A file that lies nowhere in particular was named as a pipeline to test. */
function isOfPipeline(file: string): boolean {
  const kind = manifestKind(file);
  return kind === "pipeline" || kind === null;
}
