import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { bounds } from "../bounds.ts";
import type { Mirror } from "./mirror.ts";
import { publishPack } from "./publish-pack.ts";

interface SizedPack {
  readonly stem: string;
  readonly size: number;
}

const headerBytes = 12;
const trailerBytes = 20;

/**
 * Puts the smaller packs together when too many have piled up, one for each fetch. Deltas name their base by the
 * distance to it, so the objects of several packs can simply follow each other. Says whether it did.
 */
export async function combinePacks(mirror: Mirror): Promise<boolean> {
  const folder = join(mirror.gitdir, "objects/pack");
  const packs = await listPacks(folder);
  if (packs.length <= bounds.packs) return false;
  const chosen = chooseSmall(packs);
  const combined = concatenate(
    await Promise.all(chosen.map(({ stem }) => readFile(join(folder, `${stem}.pack`)))),
  );
  const path = join(mirror.incoming, "combined.pack");
  await writeFile(path, combined);
  await publishPack(mirror, path, combined.toString("hex", combined.length - trailerBytes));
  for (const { stem } of chosen) await removePack(folder, stem);
  return true;
}

async function listPacks(folder: string): Promise<readonly SizedPack[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".idx"));
  return Promise.all(
    names.map(async (name) => {
      const stem = name.slice(0, -".idx".length);
      return { stem, size: (await stat(join(folder, `${stem}.pack`))).size };
    }),
  );
}

/** All but the largest, the smallest first, as long as together they stay small. */
function chooseSmall(packs: readonly SizedPack[]): readonly SizedPack[] {
  const sorted = [...packs].sort((a, b) => a.size - b.size).slice(0, -1);
  let total = 0;
  return sorted.filter(({ size }) => (total += size) <= bounds.combinedPack);
}

function concatenate(packs: readonly Buffer[]): Buffer {
  const header = Buffer.from("PACK\0\0\0\u0002\0\0\0\0", "latin1");
  header.writeUInt32BE(
    packs.reduce((sum, pack) => sum + pack.readUInt32BE(8), 0),
    8,
  );
  const bodies = packs.map((pack) => pack.subarray(headerBytes, -trailerBytes));
  const content = Buffer.concat([header, ...bodies]);
  return Buffer.concat([content, createHash("sha1").update(content).digest()]);
}

/** The index goes first: a pack without one is not looked at. */
async function removePack(folder: string, stem: string): Promise<void> {
  await rm(join(folder, `${stem}.idx`), { force: true });
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${stem}.`)) await rm(join(folder, name), { force: true });
  }
}
