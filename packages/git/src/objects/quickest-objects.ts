import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import type { ObjectReader } from "./object-reader.ts";

/** From so many files on, native git's start (about 5 ms) pays off. */
const manyFiles = 200;
/** isomorphic-git holds whole packs in memory. */
const heavyBytes = 128 * 1024 * 1024;

/** In process for few objects, native for many and for repositories that are too large to hold in memory. */
export function createQuickestObjects(
  gitdir: string,
  inProcess: ObjectReader,
  native: ObjectReader,
): ObjectReader {
  const isHeavy = createWeighing(join(gitdir, "objects/pack"));
  const choose = () => (isHeavy() ? native : inProcess);
  return {
    readObject: (id, type, signal) => choose().readObject(id, type, signal),
    readFiles: (ids, maxBytes, signal) =>
      (ids.length > manyFiles ? native : choose()).readFiles(ids, maxBytes, signal),
    refresh: () => {
      inProcess.refresh();
      native.refresh();
    },
    close: async () => {
      await inProcess.close();
      await native.close();
    },
  };
}

function createWeighing(folder: string): () => boolean {
  let weighedAt = Number.NaN;
  let isHeavy = false;
  return () => {
    const changedAt = statSync(folder).mtimeMs;
    if (changedAt !== weighedAt) {
      const packs = readdirSync(folder).filter((name) => name.endsWith(".pack"));
      const bytes = packs.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
      isHeavy = bytes > heavyBytes;
      weighedAt = changedAt;
    }
    return isHeavy;
  };
}
