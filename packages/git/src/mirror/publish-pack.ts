import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { rename } from "node:fs/promises";
import { basename, join } from "node:path";

import { indexPack } from "isomorphic-git";

import type { Mirror } from "./mirror.ts";

/** The checksum of everything before a pack's trailer; it should equal the trailer. */
export function packName(pack: Buffer): string {
  return createHash("sha1").update(pack.subarray(0, -20)).digest("hex");
}

/** Indexes a pack that lies in `incoming` and moves both files to where readers find them. */
export async function publishPack(mirror: Mirror, path: string, name: string): Promise<void> {
  await indexPack({ fs, dir: mirror.incoming, gitdir: mirror.gitdir, filepath: basename(path) });
  const target = join(mirror.gitdir, "objects/pack", `pack-${name}`);
  // Readers look for the index, so it comes last.
  await rename(path, `${target}.pack`);
  await rename(path.replace(/pack$/, "idx"), `${target}.idx`);
}
