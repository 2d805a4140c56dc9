import { type Json, runFileLimits } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createMemoryRunFiles } from "../memory-run-files.ts";
import { pipelineOf, stepOf } from "../testing/pipelines.ts";
import { createWorld } from "../testing/run-world.ts";

/** What one `file` step gives, or the type of its failure with its message. */
async function runFileStep(parameters: Record<string, Json>): Promise<unknown> {
  const step = stepOf("only", { type: "file", with: parameters });
  const world = await createWorld(pipelineOf([step], { output: outputOf("only") }));
  const run = await world.finish();
  return run.state === "completed" ? run.output : `${run.error?.type}: ${run.error?.message}`;
}

/** What is read back of what was written. */
async function writeAndRead(write: Record<string, Json>, read: Record<string, Json>): Promise<unknown> {
  const pipeline = pipelineOf(
    [
      stepOf("write", { type: "file", with: { operation: "write", path: "dir/file", ...write } }),
      stepOf("read", {
        type: "file",
        dependsOn: ["write"],
        with: { operation: "read", path: "dir/file", ...read },
      }),
    ],
    { output: outputOf("read") },
  );
  const run = await (await createWorld(pipeline)).finish();
  return run.state === "completed" ? run.output : run.error;
}

const outputOf = (step: string) => ({ value: `{{ steps.${step}.output }}`, schema: true as const });

describe("a file step parses", () => {
  test.each<[what: string, parameters: Record<string, Json>, value: Json]>([
    ["text", { format: "text", content: "a\nb" }, "a\nb"],
    ["json", { format: "json", content: ' {"a":[1]} ' }, { a: [1] }],
    ["jsonl with empty lines", { format: "jsonl", content: '{"a":1}\r\n\n[2]\n' }, [{ a: 1 }, [2]]],
    [
      "csv",
      { format: "csv", content: 'a,b\n1,"x, ""y"""\n2,\n' },
      [
        { a: "1", b: 'x, "y"' },
        { a: "2", b: "" },
      ],
    ],
    [
      "csv of Windows with a byte order mark",
      { format: "csv", content: "\ufeffa;b\r\n1;2\r\n", delimiter: ";" },
      [{ a: "1", b: "2" }],
    ],
    [
      "csv without a header",
      { format: "csv", content: "1,2\n3,4", header: false },
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["csv without rows", { format: "csv", content: "" }, []],
  ])("%s", async (_, parameters, value) => {
    expect(await runFileStep({ operation: "parse", ...parameters })).toEqual(value);
  });

  test.each<[what: string, parameters: Record<string, Json>, why: string]>([
    ["json that is none", { format: "json", content: "{" }, "The text is not JSON"],
    ["jsonl with a bad line", { format: "jsonl", content: "1\n{\n" }, "Line 2 is not JSON"],
    ["csv with a short row", { format: "csv", content: "a,b\n1\n" }, "line 2"],
    ["csv that names a column twice", { format: "csv", content: "a,a\n1,2\n" }, 'the column "a" twice'],
    ["what is no text", { format: "json", content: { a: 1 } }, "Only a text"],
  ])("not %s", async (_, parameters, why) => {
    const failure = await runFileStep({ operation: "parse", ...parameters });
    expect(failure).toMatch(/^validation: /);
    expect(failure).toContain(why);
  });

  test("columns named like properties of objects as any other", async () => {
    const content = "__proto__,constructor\npolluted,1\n";
    const rows = (await runFileStep({ operation: "parse", format: "csv", content })) as Json[];
    expect(JSON.stringify(rows)).toBe('[{"__proto__":"polluted","constructor":"1"}]');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("a file step writes", () => {
  test.each<[what: string, format: string, content: Json, text: string]>([
    ["text", "text", "grüße", "grüße"],
    ["json", "json", { a: [1, null] }, '{"a":[1,null]}\n'],
    ["jsonl", "jsonl", [{ a: 1 }, "b"], '{"a":1}\n"b"\n'],
    [
      "csv with the columns of all rows",
      "csv",
      [
        { a: 1, b: "x,y" },
        { c: { d: true }, a: null },
      ],
      'a,b,c\n1,"x,y",\n,,"{""d"":true}"\n',
    ],
    [
      "csv of lists",
      "csv",
      [
        [1, "a"],
        [2, false],
      ],
      "1,a\n2,false\n",
    ],
    ["csv of nothing", "csv", [], ""],
  ])("%s", async (_, format, content, text) => {
    expect(await writeAndRead({ format, content }, { format: "text" })).toBe(text);
  });

  test("what it reads back, with the size in bytes as output", async () => {
    const rows = [{ id: "1", name: "Ada, Countess" }];
    expect(await writeAndRead({ format: "csv", content: rows }, { format: "csv" })).toEqual(rows);
    const written = await runFileStep({ operation: "write", path: "a.txt", format: "text", content: "ü" });
    expect(written).toEqual({ path: "a.txt", bytes: 2 });
  });

  test.each<[what: string, parameters: Record<string, Json>, failure: RegExp]>([
    ["an object as text", { format: "text", content: {} }, /^validation: .*use the format json/],
    ["an object as jsonl", { format: "jsonl", content: {} }, /^validation: .*only a list/],
    ["texts as csv", { format: "csv", content: ["a"] }, /^validation: .*list of objects/],
    ["NUL characters", { format: "text", content: "a\0" }, /^validation: .*U\+0000/],
    [
      "more than a file may hold",
      { format: "text", content: "x".repeat(runFileLimits.fileBytes + 1) },
      /^execution: .*8 MiB/,
    ],
  ])("not %s", async (_, parameters, failure) => {
    expect(await runFileStep({ operation: "write", path: "a", ...parameters })).toMatch(failure);
  });

  test("not beyond the run's storage, and says so", async () => {
    const files = { ...createMemoryRunFiles(), write: async () => "full" as const };
    const step = stepOf("only", {
      type: "file",
      with: { operation: "write", path: "a", format: "text", content: "" },
    });
    const world = await createWorld(pipelineOf([step]), { files });
    expect((await world.finish()).error).toMatchObject({
      type: "execution",
      message: expect.stringContaining("64 MiB"),
    });
  });

  test("the same again when it is repeated", async () => {
    const files = createMemoryRunFiles();
    const step = stepOf("only", {
      type: "file",
      with: { operation: "write", path: "a", format: "json", content: [1] },
    });
    for (let time = 0; time < 2; time += 1) await (await createWorld(pipelineOf([step]), { files })).finish();
    expect(await files.read("run-1", "a")).toBe("[1]\n");
  });
});

describe("a path", () => {
  test.each([
    "../a",
    "a/../b",
    "/etc/passwd",
    "a//b",
    ".",
    "..",
    "a/",
    "",
    "a\\b",
    "a\0",
    "C:a",
    "ä",
    "a b",
    "x".repeat(201),
  ])("such as %j is refused", async (path) => {
    for (const operation of ["read", "write"])
      expect(await runFileStep({ operation, path, format: "text", content: "x" })).toMatch(/^validation: /);
  });

  test.each(["a", "a.b-c_d/2026/e.csv", ".hidden", "..a"])("such as %j is used", async (path) => {
    expect(await runFileStep({ operation: "write", path, format: "text", content: "x" })).toEqual({
      path,
      bytes: 1,
    });
  });

  test("without a file is named", async () => {
    const failure = await runFileStep({ operation: "read", path: "gone.txt", format: "text" });
    expect(failure).toMatch(/^validation: .*no file gone.txt/);
  });
});
