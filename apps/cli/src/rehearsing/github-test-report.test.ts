import { expect, it } from "vitest";

import { makeTree } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";
import { askingPipeline, askingTest } from "../testing/written-tests.ts";

const file = "pipelines/hello.pipeline.json";

it("annotates each failed test in its file, on one line whatever the manifest says", async () => {
  const tests = [askingTest("one"), askingTest("two: a,b", "::warning::x\n::stop-commands::y", "no")];
  const cwd = makeTree({ [file]: askingPipeline(tests), "pipelines/bad.pipeline.json": "{" });
  const { exitCode, stdout } = await runCaptured(["test", "--reporter", "github"], { cwd });
  expect(exitCode).toBe(1);
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(
    /^::error file=pipelines\/hello\.pipeline\.json,line=1,title=test%3A two%3A a%2Cb::output: .*%0Aexpected .*%0Aactual /,
  );
  expect(lines[1]).toMatch(/^::error file=pipelines\/bad\.pipeline\.json,line=1,/);
  expect(lines[2]).toBe("1 passed, 1 failed, 1 errors in manifests");
});
