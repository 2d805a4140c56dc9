import type { FileContent, ObjectId } from "@lockstep/model";

import { ObjectPipe } from "../native/object-pipe.ts";
import type { ObjectReader } from "./object-reader.ts";

/** How many objects are asked for before looking whether the caller still wants them. */
const batch = 500;

/** Reads with native git's `cat-file`: slower to start, about ten times faster for thousands of objects. */
export function createNativeObjects(gitdir: string): ObjectReader {
  const contents = new ObjectPipe(gitdir, "--batch");
  const sizes = new ObjectPipe(gitdir, "--batch-check");
  const stop = () => {
    contents.stop();
    sizes.stop();
  };
  const readFile = async (id: ObjectId, maxBytes: number): Promise<FileContent | null> => {
    const found = await sizes.request(id);
    if (found === null || found.size > maxBytes) return found && { tooLarge: found.size };
    return contents.request(id);
  };
  return {
    readObject: async (id, type) => {
      const found = await contents.request(id);
      if (found !== null && found.type !== type)
        throw new Error(`object ${id} is a ${found.type}, not a ${type}`);
      return found?.bytes ?? null;
    },
    readFiles: async (ids, maxBytes, signal) => {
      const files = new Map<ObjectId, FileContent>();
      const wanted = [...new Set(ids)];
      for (let start = 0; start < wanted.length; start += batch) {
        signal.throwIfAborted();
        await Promise.all(
          wanted.slice(start, start + batch).map(async (id) => {
            const content = await readFile(id, maxBytes);
            if (content !== null) files.set(id, content);
          }),
        );
      }
      return files;
    },
    refresh: stop,
    close: async () => stop(),
  };
}
