import { existsSync } from "node:fs";
import { dirname, join, parse, sep } from "node:path";

const landmarks = ["environments", "pipelines", "lockstep.json"];

/** Whether a directory looks like the top of a repository that Lockstep serves. */
export function isRoot(directory: string): boolean {
  return landmarks.some((name) => existsSync(join(directory, name)));
}

/** The top that a manifest belongs to: what holds its `pipelines` or `environments` folder, else its own folder. */
export function findRoot(file: string): string {
  const folders = dirname(file).split(sep);
  const index = folders.findLastIndex((name) => name === "pipelines" || name === "environments");
  if (index === -1) return dirname(file);
  return folders.slice(0, index).join(sep) || parse(file).root;
}
