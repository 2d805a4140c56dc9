import { expect, test } from "vitest";

import { controlSelection, pipelineSelection } from "./file-selection.ts";

const selection = pipelineSelection(["pipelines/**/*.pipeline.json"]);

test.each([
  ["pipelines/a.pipeline.json", true],
  ["pipelines/deep/down/a.pipeline.json", true],
  ["pipelines/deep/files/prompt.md", true],
  ["pipelines/deep/photo.png", false],
  ["src/a.pipeline.json", false],
  ["src/readme.md", false],
])("%s is wanted: %s", (path, isWanted) => {
  expect(selection.includes(path)).toBe(isWanted);
});

test.each([
  ["pipelines", true],
  ["pipelines/deep", true],
  ["src", false],
  ["pipelines-old", false],
])("folder %s is looked into: %s", (directory, isWanted) => {
  expect(selection.mayContain(directory)).toBe(isWanted);
});

test("a glob without a folder looks everywhere", () => {
  const everywhere = pipelineSelection(["**/*.pipeline.json"]);
  expect([everywhere.mayContain("src"), everywhere.includes("src/x.pipeline.json")]).toEqual([true, true]);
});

test("only environments and the org file are read from the control branch", () => {
  const paths = ["environments/staging.json", "environments/old/x.json", "lockstep.json", "package.json"];
  expect(paths.filter((path) => controlSelection.includes(path))).toEqual([
    "environments/staging.json",
    "lockstep.json",
  ]);
});
