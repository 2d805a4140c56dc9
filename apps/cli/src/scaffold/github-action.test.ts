import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { makeTree, writtenEnvironment, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";
import { checkWorkflow } from "./check-workflow.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly env: Readonly<Record<string, string>>;
      readonly run: string;
      readonly shell: string;
    }[];
  };
}

const action = parse(readFileSync(join(import.meta.dirname, "../../../../action.yml"), "utf8")) as Action;

/** What the steps call `npx` with, run by a real shell. */
function callsOf(inputs: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const bin = makeTree();
  const npx = join(bin, "npx");
  writeFileSync(npx, "#!/bin/sh\nprintf '%s\\0' \"$@\"\n");
  chmodSync(npx, 0o755);
  return action.runs.steps.map(({ env, run, shell }) => {
    const values = Object.entries(env).map(([name, expression]) => {
      const [, input = ""] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
      return [name, inputs[input] ?? action.inputs[input]?.default];
    });
    const result = spawnSync(shell, ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      env: { ...(Object.fromEntries(values) as Record<string, string>), PATH: `${bin}:/usr/bin:/bin` },
      encoding: "utf8",
    });
    expect(result.stderr).toBe("");
    return result.stdout.split("\0").slice(0, -1);
  });
}

/** A folder below the root of a repository, with one pipeline that is wrong. */
function brokenTree(): string {
  return makeTree({
    "flows/environments/staging.json": writtenEnvironment(),
    "flows/pipelines/a/hello.pipeline.json": writtenPipeline({ steps: [] }),
    "flows/pipelines/b/other.pipeline.json": writtenPipeline({ slug: "other" }),
  });
}

describe("the action", () => {
  it("validates and tests everything of the latest version by default", () => {
    expect(callsOf({})).toEqual([
      ["--yes", "lockstep@latest", "validate", "--format", "github", "--", "./."],
      ["--yes", "lockstep@latest", "test", "--reporter", "github", "--", "./."],
    ]);
  });

  it("takes paths for data, whatever they hold", () => {
    const paths = "pipelines/a $(exit) --bail";
    const [validate = []] = callsOf({ paths, version: "0.1.0", "working-directory": "flows/" });
    expect(validate.slice(1, 2)).toEqual(["lockstep@0.1.0"]);
    expect(validate.slice(5)).toEqual(["--", "flows/pipelines/a", "flows/$(exit)", "flows/--bail"]);
  });

  it("calls what the command line understands, and annotates files as seen from the root", async () => {
    const cwd = brokenTree();
    for (const [, , ...argv] of callsOf({ "working-directory": "flows" })) {
      const { exitCode, stdout } = await runCaptured(argv, { cwd });
      expect(exitCode, argv.join(" ")).toBe(1);
      expect(stdout).toMatch(/^::error file=flows\/pipelines\/a\/hello\.pipeline\.json,line=\d+/);
    }
    const [validate = []] = callsOf({ "working-directory": "flows", paths: "pipelines/b" });
    expect((await runCaptured(validate.slice(2), { cwd })).exitCode).toBe(0);
  });
});

describe("the workflow of init", () => {
  const workflow = parse(checkWorkflow) as {
    readonly on: object;
    readonly permissions: object;
    readonly jobs: { readonly check: { readonly steps: readonly { readonly run?: string }[] } };
  };

  it("reads contents only, and also runs in a merge queue", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "merge_group", "push"]);
  });

  it("calls what the command line understands", async () => {
    const cwd = brokenTree();
    const commands = workflow.jobs.check.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      const [, , ...argv] = command.split(" ");
      expect((await runCaptured(argv, { cwd })).exitCode, command).toBe(1);
    }
  });
});
