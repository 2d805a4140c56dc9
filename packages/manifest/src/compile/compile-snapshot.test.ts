import { describe, expect, test } from "vitest";

import { acmePipelines, readAcme, readAcmeFile } from "../../testing/acme.ts";
import { call, pipelineFile, textFile } from "../../testing/pipeline-file.ts";
import { compileSnapshot } from "./compile-snapshot.ts";

const compile = (entries: Parameters<typeof compileSnapshot>[1]) =>
  compileSnapshot("r1", entries, () => null);

describe("a snapshot", () => {
  test("of the example repository has its pipelines and no problems", () => {
    const entries = acmePipelines.map((path) => ({
      path,
      file: { kind: "file", bytes: readAcme(path) } as const,
    }));
    const snapshot = compileSnapshot("r1", entries, readAcmeFile);
    expect(snapshot.problems).toEqual([]);
    expect(snapshot.pipelines.map(({ slug }) => slug)).toEqual(["customer-etl", "support-triage"]);
    expect(snapshot.pipelines[1]).toMatchObject({
      version: "2.1.0",
      team: "support",
      channels: ["support-alerts"],
      stepTypes: ["approval", "http", "llm", "notify", "switch", "transform"],
    });
  });

  test("keeps the valid pipelines beside a broken one", () => {
    const { pipelines, problems } = compile([
      pipelineFile("good"),
      textFile("pipelines/bad.pipeline.json", "{"),
    ]);
    expect(pipelines.map(({ slug }) => slug)).toEqual(["good"]);
    expect(problems).toMatchObject([
      { code: "JSON_SYNTAX", file: "pipelines/bad.pipeline.json", line: 1, column: 2 },
    ]);
  });

  test("names both files of a slug that is declared twice", () => {
    const { pipelines, problems } = compile([
      pipelineFile("twin", {}, "pipelines/a"),
      pipelineFile("twin", {}, "pipelines/b"),
    ]);
    expect(pipelines).toEqual([]);
    expect(problems).toMatchObject([
      { code: "SLUG_DUPLICATE", file: "pipelines/a/twin.pipeline.json", line: 4, column: 11 },
      { code: "SLUG_DUPLICATE", file: "pipelines/b/twin.pipeline.json", line: 4, column: 11 },
    ]);
    expect(problems[0]?.message).toContain("pipelines/b/twin.pipeline.json");
  });

  test.each([
    ["callee@1.2.0", true],
    ["callee@^1.1.0", true],
    ["callee@~1.2.0", true],
    ["callee@~1.1.0", false],
    ["callee@^1.3.0", false],
    ["callee@^2.0.0", false],
    ["calee@1.2.0", false],
  ])("finds out whether a call of %s can be served", (callee, isServed) => {
    const { problems, pipelines } = compile([
      pipelineFile("caller", { steps: [call(callee)] }),
      pipelineFile("callee"),
    ]);
    if (isServed)
      expect(pipelines).toMatchObject([
        { slug: "callee" },
        { slug: "caller", callees: [{ slug: "callee" }] },
      ]);
    else
      expect(problems).toMatchObject([
        { code: "CALLEE_UNKNOWN", line: 11, column: 21, path: "/steps/0/with/pipeline" },
      ]);
  });

  test("does not call a pipeline unknown that is only broken", () => {
    const path = "pipelines/callee.pipeline.json";
    for (const broken of [pipelineFile("callee", { version: "one" }), textFile(path, "{")]) {
      const { problems } = compile([pipelineFile("caller", { steps: [call("callee@^1.0.0")] }), broken]);
      expect(problems.map(({ file }) => file)).toEqual([path]);
    }
  });

  test("names the chain of pipelines that call each other in a circle", () => {
    const { problems } = compile([
      pipelineFile("aa", { steps: [call("bb@1.2.0")] }),
      pipelineFile("bb", { steps: [call("cc@1.2.0")] }),
      pipelineFile("cc", { steps: [call("aa@1.2.0")] }),
    ]);
    expect(problems).toMatchObject([
      { code: "CALLEE_CYCLE", file: "pipelines/aa.pipeline.json", line: 11, column: 21 },
    ]);
    expect(problems[0]?.message).toContain("aa → bb → cc → aa");
  });

  test("names the circle of a call and a trigger, and of a pipeline that triggers itself", () => {
    const after = (pipeline: string) => ({ triggers: [{ id: "after", type: "pipeline", pipeline }] });
    const { problems } = compile([
      pipelineFile("aa", { steps: [call("bb@1.2.0")] }),
      pipelineFile("bb", after("aa")),
      pipelineFile("cc", { steps: [call("dd@1.2.0")], ...after("dd") }),
      pipelineFile("dd"),
      pipelineFile("self", after("self")),
    ]);
    expect(problems.map(({ code, message }) => [code, message.split(": ")[1]])).toEqual([
      ["CALLEE_CYCLE", "cc → dd → cc."],
      ["CALLEE_CYCLE", "self → self."],
    ]);
  });

  test("refuses links, submodules and what is too large by name", () => {
    const at = (name: string) => `pipelines/${name}.pipeline.json`;
    const { problems } = compile([
      { path: at("a"), file: { kind: "symlink" } },
      { path: at("b"), file: { kind: "submodule" } },
      { path: at("c"), file: { kind: "too-large", bytes: 2 ** 30 } },
      textFile(at("d"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["FILE_KIND", "FILE_KIND", "JSON_LIMIT", "FILE_KIND"]);
  });
});
