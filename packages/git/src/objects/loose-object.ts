import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { constants, inflateSync } from "node:zlib";

import type { ObjectId } from "@lockstep/model";

import type { GitObject } from "./git-object.ts";

const headerBytes = 128;
const types = ["commit", "tree", "blob", "tag"] as const;

/** Size of an object in a file of its own; `null` when there is none. */
export function looseObjectSize(gitdir: string, id: ObjectId): number | null {
  return whenPresent(() => {
    const file = openSync(loosePath(gitdir, id), "r");
    try {
      const start = Buffer.alloc(headerBytes);
      const length = readSync(file, start, 0, headerBytes, 0);
      return parseHeader(inflateSync(start.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH }))
        .size;
    } finally {
      closeSync(file);
    }
  });
}

/** An object in a file of its own; `null` when there is none. */
export function readLooseObject(gitdir: string, id: ObjectId, size: number): GitObject | null {
  return whenPresent(() => {
    const bytes = inflateSync(readFileSync(loosePath(gitdir, id)), { maxOutputLength: size + headerBytes });
    const { type, start } = parseHeader(bytes);
    return { type, content: bytes.subarray(start) };
  });
}

function loosePath(gitdir: string, id: ObjectId): string {
  return join(gitdir, "objects", id.slice(0, 2), id.slice(2));
}

/** `blob 12\0`. */
function parseHeader(bytes: Buffer) {
  const end = bytes.indexOf(0);
  const [word, digits = ""] = bytes.toString("latin1", 0, end).split(" ");
  const type = types.find((known) => known === word);
  if (type === undefined || end < 0) throw new Error("a loose object has no header");
  return { type, size: Number(digits), start: end + 1 };
}

function whenPresent<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
