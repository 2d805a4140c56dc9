import { readFileSync, statSync, chmodSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { makeTree, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";

const file = "pipelines/hello.pipeline.json";

async function checksumsOf(cwd: string): Promise<unknown> {
  return (await runCaptured(["checksum", file, "--json"], { cwd })).json();
}

describe("fmt and checksum", () => {
  it("formats once, keeps both checksums and the file's mode", async () => {
    const cwd = makeTree({ [file]: JSON.stringify(writtenPipeline()) });
    chmodSync(join(cwd, file), 0o640);
    const before = await checksumsOf(cwd);
    expect((await runCaptured(["fmt", "--check"], { cwd })).exitCode).toBe(1);
    expect((await runCaptured(["fmt", "--json"], { cwd })).json()).toEqual({
      ok: true,
      changed: [file],
      failed: [],
    });
    expect((await runCaptured(["fmt", "--check"], { cwd })).exitCode).toBe(0);
    expect(await checksumsOf(cwd)).toEqual(before);
    expect(statSync(join(cwd, file)).mode & 0o777).toBe(0o640);
    expect(before).toMatchObject({
      slug: "hello",
      version: "1.0.0",
      content: expect.stringMatching(/^sha256:/),
    });
  });

  it("leaves a file that is no JSON as it is, says where, and formats the others", async () => {
    const cwd = makeTree({ [file]: "{ no", "pipelines/b.pipeline.json": JSON.stringify(writtenPipeline()) });
    const { exitCode, stdout } = await runCaptured(["fmt"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/failed pipelines\/hello\.pipeline\.json: Line 1/);
    expect(stdout).toContain("formatted pipelines/b.pipeline.json");
    expect(readFileSync(join(cwd, file), "utf8")).toBe("{ no");
  });

  it("refuses a checksum of a manifest with errors and shows them", async () => {
    const cwd = makeTree({ [file]: writtenPipeline({ version: "1" }) });
    const { exitCode, stdout } = await runCaptured(["checksum", file], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${file}:5:14 error SCHEMA /version`);
  });
});
