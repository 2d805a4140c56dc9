import { existsSync, lstatSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

import { wrongUse } from "../program/wrong-use.ts";
import { findRoot, isRoot } from "./find-root.ts";
import { manifestKind } from "./manifest-kind.ts";
import { walkFiles } from "./walk-files.ts";

/** The manifests of one repository's work tree. Paths are below `root`, with `/`. */
export interface WorkTree {
  readonly root: string;
  readonly manifests: readonly string[];
  /** Those that were asked for; the others are context for checks across files. */
  readonly chosen: ReadonlySet<string>;
}

/** The work trees that the named files and folders belong to. Wrong use: a name that does not exist or has no manifest. */
export function findManifests(cwd: string, names: readonly string[]): readonly WorkTree[] {
  const chosen = new Map<string, Set<string>>();
  for (const name of names) {
    for (const [root, file] of filesOf(resolve(cwd, name), name)) {
      chosen.set(root, (chosen.get(root) ?? new Set()).add(below(root, file)));
    }
  }
  return [...chosen].map(([root, files]) => ({
    root,
    manifests: [...new Set([...manifestsOf(root).map((file) => below(root, file)), ...files])].sort(),
    chosen: files,
  }));
}

type Found = readonly (readonly [root: string, file: string])[];

function filesOf(path: string, name: string): Found {
  if (!existsSync(path)) throw wrongUse(`There is no file or folder '${name}'.`);
  if (!lstatSync(path).isDirectory()) return [[findRoot(path), path]];
  const found: Found = isRoot(path)
    ? manifestsOf(path).map((file) => [path, file])
    : walkFiles(path)
        .filter(isManifest)
        .map((file) => [findRoot(file), file]);
  if (found.length > 0) return found;
  throw wrongUse(
    `There are no manifests in '${name}': neither environments/*.json nor pipelines/**/*.pipeline.json.\nMake first ones with \`lockstep init\`.`,
  );
}

/** Everything at its usual place: where the server looks as long as no environment says otherwise. */
function manifestsOf(root: string): readonly string[] {
  const folders = ["environments", "pipelines"].map((name) => join(root, name)).filter(isDirectory);
  const files = folders.flatMap(walkFiles).filter((file) => isManifest(file) && isInPlace(root, file));
  const org = join(root, "lockstep.json");
  return existsSync(org) ? [...files, org] : files;
}

function isInPlace(root: string, file: string): boolean {
  return manifestKind(file) === "pipeline" || dirname(dirname(file)) === root;
}

function isManifest(file: string): boolean {
  return manifestKind(file) !== null;
}

function isDirectory(path: string): boolean {
  return existsSync(path) && lstatSync(path).isDirectory();
}

function below(root: string, file: string): string {
  return relative(root, file).split(sep).join("/");
}
