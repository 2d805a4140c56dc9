import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import type { ObjectStore } from "../objects/object-store.ts";
import { refFolder, type Mirror } from "./mirror.ts";

/** Removes heads whose commit is not here: native git refuses to fetch beside them, and a server would be misled. */
export async function dropLostHeads(mirror: Mirror, objects: ObjectStore): Promise<void> {
  const folder = join(mirror.gitdir, refFolder);
  for (const name of await readdir(folder)) {
    const text = (await readFile(join(folder, name), "utf8")).trim();
    if (!/^[0-9a-f]{40}$/.test(text) || !isHere(objects, text)) await rm(join(folder, name));
  }
}

function isHere(objects: ObjectStore, id: string): boolean {
  try {
    return objects.sizeOf(id) !== null;
  } catch {
    // A damaged mirror is set aside when it is read; until then its heads say nothing.
    return false;
  }
}
