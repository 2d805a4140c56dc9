import { describe, expect, it } from "vitest";

import { cannedAttempt, cannedRun } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { makeTree, writtenEnvironment, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";

const file = "pipelines/hello.pipeline.json";

describe("run of a file", () => {
  it("runs the sample with the variables of the environment beside it", async () => {
    const cwd = makeTree({ [file]: writtenPipeline(), "environments/staging.json": writtenEnvironment() });
    const { exitCode, json } = await runCaptured(["run", file, "--sample", "-e", "staging", "--json"], {
      cwd,
    });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      run: {
        status: "completed",
        output: { greeting: "Hello Ada" },
        error: null,
        steps: [{ step: "greet", status: "completed" }],
      },
    });
  });

  it("takes input from arguments, files and standard input, and lets --var win", async () => {
    const cwd = makeTree({ [file]: writtenPipeline(), "in.json": { name: "Grace" } });
    const run = async (argv: readonly string[], stdin = "") => {
      const { json } = await runCaptured(["run", file, "--var", "WORD=Hi", "--json", ...argv], {
        cwd,
        stdin,
      });
      return (json() as { readonly run: { readonly output: { readonly greeting: string } } }).run.output
        .greeting;
    };
    expect(await run(["--input", '{"name":"Lin"}'])).toBe("Hi Lin");
    expect(await run(["--input-file", "in.json"])).toBe("Hi Grace");
    expect(await run(["--input-file", "-"], '{"name":"Pipe"}')).toBe("Hi Pipe");
  });

  it("prints every step on a time line, then the output", async () => {
    const cwd = makeTree({ [file]: writtenPipeline() });
    const { stdout } = await runCaptured(["run", file, "--sample", "--var", "WORD=Hi"], { cwd });
    expect(stdout).toMatch(/hello@1\.0\.0 here: completed/);
    expect(stdout).toMatch(/greet\s+completed\s+\d+ ms\s+█+/);
    expect(stdout).toContain('"greeting": "Hi Ada"');
  });

  it("ends with 1 and the reason when the run fails", async () => {
    const steps = [
      { id: "check", type: "assert", with: { that: "{{ input.name == 'Grace' }}", message: "not Grace" } },
    ];
    const cwd = makeTree({ [file]: writtenPipeline({ steps, output: {}, uses: {} }) });
    const { exitCode, stdout } = await runCaptured(["run", file, "--sample"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("not Grace");
  });

  it("shows the problems of a manifest with errors instead of running it", async () => {
    const cwd = makeTree({ [file]: writtenPipeline({ version: "1" }) });
    const { exitCode, json } = await runCaptured(["run", file, "--json"], { cwd });
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({ ok: false, problems: [{ code: "SCHEMA" }] });
  });

  it.each([
    ["a step", {}],
    ["the items of a forEach", { forEach: { items: "{{ [1, 2] }}" } }],
  ])("refuses before it begins what calls a pipeline as %s", async (_, loop) => {
    const called = { pipeline: "other@^1.0.0", input: { name: "Lin" } };
    const call = { id: "call", type: "pipeline", dependsOn: ["greet"], with: called, ...loop };
    const greet = { id: "greet", type: "set", with: { values: { text: "hello" } } };
    const cwd = makeTree({
      [file]: writtenPipeline({ uses: {}, steps: [greet, call] }),
      "pipelines/other.pipeline.json": writtenPipeline({ slug: "other" }),
    });
    const { exitCode, stdout, stderr } = await runCaptured(["run", file, "--sample"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("hello calls other pipelines (call)");
    expect(stdout).not.toContain("greet");
  });

  it("names the field when the input does not fit", async () => {
    const cwd = makeTree({ [file]: writtenPipeline() });
    const { exitCode, stderr } = await runCaptured(["run", file, "--input", "{}"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("/name");
  });

  it.each([
    ["two inputs", ["--sample", "--input", "{}"]],
    ["an input that is no JSON", ["--input", "{name: Ada}"]],
    ["an input file that does not exist", ["--input-file", "nowhere.json"]],
    ["an environment that does not exist", ["--sample", "-e", "nowhere"]],
    ["a variable without a value", ["--var", "WORD"]],
  ])("ends with 2 for %s", async (_, argv) => {
    const cwd = makeTree({ [file]: writtenPipeline() });
    expect((await runCaptured(["run", file, ...argv], { cwd })).exitCode).toBe(2);
  });

  it("asks for the secrets that the pipeline uses by their variables", async () => {
    const cwd = makeTree({
      [file]: writtenPipeline({ uses: { variables: ["WORD"], secrets: ["CRM_TOKEN"] } }),
    });
    const { exitCode, stderr } = await runCaptured(["run", file, "--sample"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("LOCKSTEP_SECRET__LOCAL__CRM_TOKEN");
  });
});

describe("run of a slug", () => {
  it("waits for the end and shows the pinned version and deploy", async () => {
    const org = await startFakeOrg({
      "POST /environments/staging/pipelines/score/run": {
        status: 202,
        body: { run: cannedRun({ status: "running" }) },
      },
      "GET /runs/r-1": [{ body: { run: cannedRun({ status: "running" }) } }, { body: { run: cannedRun() } }],
      "GET /runs/r-1/steps": { body: { items: [cannedAttempt()], next: null } },
    });
    const argv = ["run", "score", "-e", "staging", "--input", '{"a":1}'];
    const { exitCode, stdout } = await runCaptured(argv, { env: org.env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("score@1.0.1 in staging");
    expect(stdout).toContain("deploy d-4");
    expect(org.seen[0]?.body).toEqual({ input: { a: 1 } });
  });

  it("shows steps as they end under --follow, and ends with 1 when the run fails", async () => {
    const error = { type: "execution", message: "no luck", step: "rate" } as const;
    const failed = cannedRun({ status: "failed", error });
    const org = await startFakeOrg({
      "POST /pipelines/score/run": {
        status: 202,
        body: { run: cannedRun({ status: "queued", endedAt: null }) },
      },
      "GET /runs/r-1": [
        { body: { run: cannedRun({ status: "running", endedAt: null }) } },
        { body: { run: failed } },
      ],
      "GET /runs/r-1/steps": { body: { items: [cannedAttempt({ status: "failed", error })], next: null } },
    });
    const { exitCode, stdout, stderr } = await runCaptured(["run", "score", "--follow"], { env: org.env });
    expect(exitCode).toBe(1);
    expect(stderr.match(/rate failed: no luck/g)).toHaveLength(1);
    expect(stdout).toContain("no luck");
  });

  it("refuses what only files take", async () => {
    expect((await runCaptured(["run", "score", "--var", "A=1"])).exitCode).toBe(2);
    expect((await runCaptured(["run", "nowhere.json"])).exitCode).toBe(2);
  });
});
