import { isAbsolute, join, relative, sep } from "node:path";

/** A manifest's path as people here would type it: from the current directory, or else below its own root. */
export function displayPath(cwd: string, root: string, path: string): string {
  const fromHere = relative(cwd, join(root, path));
  const isOutside = fromHere.startsWith(`..${sep}`) || isAbsolute(fromHere);
  return isOutside ? path : fromHere.split(sep).join("/");
}
