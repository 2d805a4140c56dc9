import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { makeTree, writtenEnvironment, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";

const file = "pipelines/sales/hello.pipeline.json";

interface Found {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

async function problemsOf(cwd: string, ...paths: readonly string[]): Promise<readonly Found[]> {
  const { json } = await runCaptured(["validate", ...paths, "--json"], { cwd });
  return (json() as { readonly problems: readonly Found[] }).problems;
}

describe("validate", () => {
  it("finds nothing wrong in a good repository", async () => {
    const cwd = makeTree({ [file]: writtenPipeline(), "environments/staging.json": writtenEnvironment() });
    const { exitCode, json } = await runCaptured(["validate", "--json"], { cwd });
    expect(exitCode).toBe(0);
    expect(json()).toEqual({ ok: true, problems: [] });
  });

  it("reports every problem of every file with its place, and ends with 1", async () => {
    const cwd = makeTree({
      [file]: writtenPipeline({ slug: "other", stepz: [] }),
      "environments/staging.json": '{\n  "kind": "Environment",\n}',
      "lockstep.json": { apiVersion: "lockstep/v1", kind: "Org", teemz: {} },
    });
    const { exitCode, stdout } = await runCaptured(["validate"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^environments\/staging\.json:2:24 error JSON_SYNTAX/m);
    expect(stdout).toMatch(/^pipelines\/sales\/hello\.pipeline\.json:4:11 error SLUG_FILE \/slug/m);
    expect(stdout).toMatch(/^pipelines\/sales\/hello\.pipeline\.json:\d+:3 error SCHEMA/m);
    expect(stdout).toMatch(/^lockstep\.json:4:3 error SCHEMA/m);
    expect(stdout).toContain("fix: ");
    expect(stdout).toContain("in 3 manifests");
  });

  it("writes exactly the documented JSON", async () => {
    const cwd = makeTree({ [file]: writtenPipeline({ stepz: [] }) });
    const { json } = await runCaptured(["validate", "--format", "json"], { cwd });
    const { ok, problems } = json() as { readonly ok: boolean; readonly problems: readonly object[] };
    expect(ok).toBe(false);
    expect(Object.keys(problems[0] ?? {})).toEqual([
      "code",
      "severity",
      "file",
      "line",
      "column",
      "path",
      "message",
      "fix",
    ]);
  });

  it("checks a named file among its neighbours, without blaming them", async () => {
    const caller = writtenPipeline({
      slug: "caller",
      steps: [{ id: "greet", type: "pipeline", with: { pipeline: "hello@^1.0.0" } }],
      output: {},
      uses: {},
    });
    const cwd = makeTree({
      [file]: writtenPipeline(),
      "pipelines/caller.pipeline.json": caller,
      "pipelines/broken.pipeline.json": "{",
    });
    expect(await problemsOf(cwd, "pipelines/caller.pipeline.json")).toEqual([]);
    expect((await problemsOf(cwd)).map(({ code }) => code)).toEqual(["JSON_SYNTAX"]);
  });

  it("checks files outside the usual folders by what they are", async () => {
    const cwd = makeTree({ "drafts/x.json": writtenPipeline(), "drafts/y.json": writtenEnvironment() });
    const found = await problemsOf(cwd, "drafts/x.json", "drafts/y.json");
    expect(found.map(({ code, file }) => [code, file])).toEqual([
      ["SLUG_FILE", "drafts/x.json"],
      ["SLUG_FILE", "drafts/y.json"],
    ]);
  });

  it("names paths from the current directory inside it, and from the repository's top outside", async () => {
    const cwd = makeTree({ [`examples/acme/${file}`]: "{" });
    expect((await problemsOf(cwd, "examples/acme"))[0]?.file).toBe(`examples/acme/${file}`);
    expect((await problemsOf(join(cwd, "examples/acme/pipelines/sales"), "../.."))[0]?.file).toBe(file);
  });

  it("does not look behind links", async () => {
    const secret = makeTree({ "hello.pipeline.json": writtenPipeline(), "prompt.md": "secret" });
    const step = { id: "greet", type: "set", with: { values: { text: { $file: "files/prompt.md" } } } };
    const cwd = makeTree({ [file]: writtenPipeline({ steps: [step], uses: {} }) });
    symlinkSync(secret, join(cwd, "pipelines/sales/files"));
    symlinkSync(join(secret, "hello.pipeline.json"), join(cwd, "pipelines/twin.pipeline.json"));
    const found = await problemsOf(cwd);
    expect(found.map(({ code, file }) => [code, file])).toEqual([
      ["FILE_KIND", file],
      ["FILE_KIND", "pipelines/twin.pipeline.json"],
    ]);
  });

  it("shows hostile names and texts escaped", async () => {
    const cwd = makeTree({ "pipelines/\u001b[2J.pipeline.json": writtenPipeline({ "\u202eslug": 1 }) });
    const { stdout } = await runCaptured(["validate"], { cwd });
    expect(stdout).toContain("\\u{1b}[2J.pipeline.json");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  it.each([
    ["a name that does not exist", ["validate", "nowhere"]],
    ["a folder without manifests", ["validate"]],
    ["two formats at once", ["validate", "--json", "--format", "sarif"]],
    ["a format that does not exist", ["validate", "--format", "xml"]],
  ])("ends with 2 for %s", async (_, argv) => {
    expect((await runCaptured(argv, { cwd: makeTree() })).exitCode).toBe(2);
  });
});
