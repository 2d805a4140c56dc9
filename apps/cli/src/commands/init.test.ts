import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { WrittenEnvironment } from "@lockstep/manifest";
import { describe, expect, it } from "vitest";

import { makeTree } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";

describe("init", () => {
  it("makes a repository that is valid, formatted and tested, and runs", async () => {
    const cwd = makeTree();
    expect((await runCaptured(["init"], { cwd })).exitCode).toBe(0);
    expect((await runCaptured(["validate", "--json"], { cwd })).json()).toEqual({ ok: true, problems: [] });
    expect((await runCaptured(["fmt", "--check"], { cwd })).exitCode).toBe(0);
    const argv = ["run", "pipelines/hello/hello.pipeline.json", "--sample", "-e", "production", "--json"];
    expect((await runCaptured(argv, { cwd })).json()).toMatchObject({
      run: { output: { greeting: "Hello, Ada!" } },
    });
    const tested = await runCaptured(["test", "--json"], { cwd });
    expect(tested.exitCode).toBe(0);
    expect(tested.json()).toMatchObject({ totals: { passed: 2, failed: 0 } });
    const workflow = readFileSync(join(cwd, ".github/workflows/lockstep.yml"), "utf8");
    expect(workflow).toContain("npx lockstep validate --format github");
    expect(workflow).toContain("npx lockstep test");
  });

  it("gives every pipeline of every environment a queue", async () => {
    const cwd = makeTree();
    await runCaptured(["init"], { cwd });
    for (const slug of ["staging", "production"]) {
      const written = readFileSync(join(cwd, `environments/${slug}.json`), "utf8");
      const { teams, fallbackTeam } = JSON.parse(written) as WrittenEnvironment;
      expect(teams?.[fallbackTeam ?? ""]?.queue).toBe(`${slug}-shared`);
    }
  });

  it("overwrites nothing and then makes nothing", async () => {
    const cwd = makeTree({ "environments/staging.json": "mine" });
    const { exitCode, stderr } = await runCaptured(["init"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("environments/staging.json");
    expect(readdirSync(cwd)).toEqual(["environments"]);
    expect(readFileSync(join(cwd, "environments/staging.json"), "utf8")).toBe("mine");
  });
});
