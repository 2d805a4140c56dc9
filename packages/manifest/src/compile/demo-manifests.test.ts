import { existsSync, readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import type { SourceEntry } from "../files/source-file.ts";
import { compileControl } from "./compile-control.ts";
import { compileSnapshot } from "./compile-snapshot.ts";

const root = new URL("../../../../", import.meta.url);

function entriesBelow(folder: string): readonly SourceEntry[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({
      path: `${folder}${name}`,
      file: { kind: "file", bytes: readFileSync(new URL(folder + name, root)) },
    }));
}

test("the demo's own manifests have no problems", () => {
  const manifests = entriesBelow("pipelines/").filter(({ path }) => path.endsWith(".pipeline.json"));
  const snapshot = compileSnapshot("r1", manifests, (path) =>
    existsSync(new URL(path, root)) ? { kind: "file", bytes: readFileSync(new URL(path, root)) } : null,
  );
  expect(snapshot.problems).toEqual([]);
  expect(compileControl("r1", entriesBelow("environments/")).problems).toEqual([]);
});
