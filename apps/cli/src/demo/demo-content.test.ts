import { compileControl, compileSnapshot, type SourceEntry } from "@lockstep/manifest";
import { expect, test } from "vitest";

import { demoCommits } from "./demo-commits.ts";
import { readDemoContents } from "./demo-content.ts";

const contents = await readDemoContents();
const commits = demoCommits.map(({ name }, at) => ({
  name,
  content: contents[at] ?? new Map<string, never>(),
}));

function entriesOf(content: ReadonlyMap<string, Uint8Array>): readonly SourceEntry[] {
  return [...content].map(([path, bytes]) => ({ path, file: { kind: "file", bytes } }));
}

test("every commit of the demo has files of its own", () => {
  expect(contents).toHaveLength(demoCommits.length);
  const texts = contents.map((content) => Buffer.concat([...content.values()]).toString());
  expect(new Set(texts).size).toBe(demoCommits.length);
});

test.each(commits)("commit $name has no problems", ({ content }) => {
  const entries = entriesOf(content);
  expect(compileControl("r1", entries).problems).toEqual([]);
  const manifests = entries.filter(({ path }) => path.endsWith(".pipeline.json"));
  const { problems, pipelines } = compileSnapshot("r1", manifests, () => null);
  expect(problems).toEqual([]);
  expect(pipelines.length).toBeGreaterThanOrEqual(9);
});
