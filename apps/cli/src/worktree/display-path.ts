import { isAbsolute, join, relative, sep } from "node:path";

/** A manifest's path for people: from the current directory when its repository lies there, else from the repository's top. */
export function displayPath(cwd: string, root: string, path: string): string {
  const way = relative(cwd, root);
  const isElsewhere = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  return isElsewhere ? path : join(way, path).split(sep).join("/");
}
