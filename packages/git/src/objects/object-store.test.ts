import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createTestRepository, type TestRepository } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ObjectStore } from "./object-store.ts";

/** How git may keep the same objects. */
const layouts: readonly (readonly [string, (source: TestRepository) => Promise<unknown>])[] = [
  ["loose", async () => {}],
  ["in one pack of long chains of deltas", ({ git }) => git("repack", "-adfq", "--depth=200", "--window=50")],
  [
    "as deltas that name their base",
    ({ git }) => git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"),
  ],
  [
    "behind an index with 64-bit offsets",
    async ({ directory, git }) => {
      await git("repack", "-adfq");
      const names = await readdir(join(directory, "objects/pack"));
      const pack = names.find((name) => name.endsWith(".pack")) ?? "";
      await git("index-pack", "--index-version=2,0x40", `objects/pack/${pack}`);
    },
  ],
];

describe.each(layouts)("objects kept %s", (_, arrange) => {
  let directory = "";
  let source: TestRepository;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lockstep-objects-"));
    source = await createTestRepository(join(directory, "source.git"));
    await source.git("config", "fastimport.unpackLimit", "100000");
    let text = "";
    const requests = Array.from({ length: 60 }, (_, index) => {
      text += `line ${index} ${"padding ".repeat(index % 7)}\n`;
      return { branch: "main", files: { "a/b": text, [`c/${index % 5}`]: `${index}` } };
    });
    await source.commitAll(requests);
    await arrange(source);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test("are read as git reads them", async () => {
    const listing = await source.git("cat-file", "--batch-check", "--batch-all-objects");
    const store = new ObjectStore(source.directory);
    for (const line of listing.split("\n")) {
      const [id = "", type, size] = line.split(" ");
      expect(store.sizeOf(id)).toBe(Number(size));
      const object = store.read(id);
      expect(object?.type).toBe(type);
      expect(object?.content.length).toBe(Number(size));
    }
    expect(store.read("1".repeat(40))).toBeNull();
    expect(store.sizeOf("1".repeat(40))).toBeNull();
    store.refresh();
  });
});
