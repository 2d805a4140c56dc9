import { createHash } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { deflateSync } from "node:zlib";

import type { ObjectId } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import { encodeObjectHeader } from "../objects/object-header.ts";
import { ObjectStore } from "../objects/object-store.ts";
import type { Mirror } from "./mirror.ts";
import { publishPack } from "./publish-pack.ts";

interface WeighedPack {
  readonly path: string;
  readonly ids: readonly ObjectId[];
  /** Sum of its objects' sizes: what reading all of them costs. */
  readonly weight: number;
}

/** Puts the smaller packs together when too many have piled up, one for each fetch. Says whether it did. */
export async function combinePacks(mirror: Mirror): Promise<boolean> {
  const store = new ObjectStore(mirror.gitdir);
  try {
    const packs = store.listPacks();
    if (packs.length <= bounds.packs) return false;
    const chosen = chooseLight(packs.map(({ path, ids }) => ({ path, ids, weight: weigh(store, ids) })));
    const path = join(mirror.incoming, "combined.pack");
    const { bytes, name } = writePack(store, new Set(chosen.flatMap(({ ids }) => ids)));
    await writeFile(path, bytes);
    await publishPack(mirror, path, name);
    for (const pack of chosen) await removePack(pack.path, name);
    return true;
  } finally {
    store.refresh();
  }
}

function weigh(store: ObjectStore, ids: readonly ObjectId[]): number {
  return ids.reduce((sum, id) => sum + (store.sizeOf(id) ?? 0), 0);
}

/** The lightest first, as long as together they stay light; a pack with a huge file is left alone for ever. */
function chooseLight(packs: readonly WeighedPack[]): readonly WeighedPack[] {
  let total = 0;
  return [...packs]
    .sort((a, b) => a.weight - b.weight)
    .filter(({ weight }) => (total += weight) <= bounds.combinedPacks);
}

/** Each object once and without deltas (gitformat-pack). */
function writePack(store: ObjectStore, ids: ReadonlySet<ObjectId>) {
  const header = Buffer.from("PACK\0\0\0\u0002\0\0\0\0", "latin1");
  header.writeUInt32BE(ids.size, 8);
  const parts: Buffer[] = [header];
  for (const id of store.inReadingOrder(ids)) {
    const object = store.read(id);
    if (object === null) throw new Error(`object ${id} is missing`);
    parts.push(encodeObjectHeader(object.type, object.content.length), deflateSync(object.content));
  }
  const content = Buffer.concat(parts);
  const checksum = createHash("sha1").update(content).digest();
  return { bytes: Buffer.concat([content, checksum]), name: checksum.toString("hex") };
}

/** The index goes first: a pack without one is not looked at. */
async function removePack(path: string, keptName: string): Promise<void> {
  const stem = basename(path, ".pack");
  if (stem.endsWith(keptName)) return;
  await rm(path.replace(/pack$/, "idx"), { force: true });
  const folder = join(path, "..");
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${stem}.`)) await rm(join(folder, name), { force: true });
  }
}
