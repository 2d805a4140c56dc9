import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { makeTree, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";

const file = "pipelines/hello.pipeline.json";
const louder = writtenPipeline({
  version: "1.0.1",
  steps: [{ id: "greet", type: "set", with: { values: { text: "{{ vars.WORD }} {{ input.name }}!" } } }],
});

function commitAll(cwd: string): void {
  const git = (...argv: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...argv], { cwd });
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
}

describe("diff", () => {
  it("says what differs between two files in sentences with classes", async () => {
    const cwd = makeTree({ "a/hello.pipeline.json": writtenPipeline(), "b/hello.pipeline.json": louder });
    const argv = ["diff", "a/hello.pipeline.json", "b/hello.pipeline.json"];
    const { exitCode, json } = await runCaptured([...argv, "--json"], { cwd });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ slug: "hello", from: "1.0.0", to: "1.0.1", class: "content" });
    const { stdout } = await runCaptured(argv, { cwd });
    expect(stdout).toContain("step greet: with.values.text changed");
    expect((await runCaptured([...argv, "--detect"], { cwd })).exitCode).toBe(3);
  });

  it("finds no difference in formatting", async () => {
    const written = writtenPipeline();
    const cwd = makeTree({
      "a/hello.pipeline.json": written,
      "b/hello.pipeline.json": JSON.stringify(written),
    });
    const argv = ["diff", "a/hello.pipeline.json", "b/hello.pipeline.json", "--detect"];
    const { exitCode, stdout } = await runCaptured(argv, { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toBe("No differences in meaning.\n");
  });

  it("compares the work tree with commits, file by file and as a whole", async () => {
    const cwd = makeTree({
      [file]: writtenPipeline(),
      "pipelines/old.pipeline.json": writtenPipeline({ slug: "old" }),
    });
    commitAll(cwd);
    writeFileSync(join(cwd, file), JSON.stringify(louder));
    writeFileSync(
      join(cwd, "pipelines/more.pipeline.json"),
      JSON.stringify(writtenPipeline({ slug: "more" })),
    );
    execFileSync("rm", ["pipelines/old.pipeline.json"], { cwd });
    const one = await runCaptured(["diff", `HEAD:${file}`, file, "--json"], { cwd });
    expect(one.json()).toMatchObject({ class: "content" });
    const whole = await runCaptured(["diff", "HEAD", ".", "--json"], { cwd });
    expect(whole.json()).toMatchObject({
      pipelines: [
        { slug: "hello", from: "1.0.0", to: "1.0.1" },
        { slug: "more", from: null, to: "1.0.0" },
        { slug: "old", from: "1.0.0", to: null },
      ],
    });
  });

  it("compares what two environments apply, loading only what differs", async () => {
    const pointer = (manifest: string) => ({ slug: "hello", version: "1.0.0", content: manifest, manifest });
    const org = await startFakeOrg({
      "GET /environments/staging/pipelines": {
        body: { items: [{ ...pointer("sha256:a"), slug: "same" }, pointer("sha256:b")], next: null },
      },
      "GET /environments/production/pipelines": {
        body: { items: [{ ...pointer("sha256:a"), slug: "same" }], next: null },
      },
    });
    const { json } = await runCaptured(["diff", "env:production", "env:staging", "--json"], { env: org.env });
    expect(json()).toMatchObject({
      a: "production",
      b: "staging",
      pipelines: [{ slug: "hello", from: null }],
    });
    expect(org.seen).toHaveLength(2);
  });

  it("compares an environment with what it was", async () => {
    const pointer = { slug: "hello", version: "1.0.0", content: "sha256:a", manifest: "sha256:a" };
    const org = await startFakeOrg({
      "GET /environments/production/pipelines": [
        { body: { items: [], next: null } },
        { body: { items: [pointer], next: null } },
      ],
    });
    const sides = ["production@2026-02-03T14:03:00Z", "env:production@now"];
    const { json } = await runCaptured(["diff", ...sides, "--json"], { env: org.env });
    expect(json()).toMatchObject({
      a: "production@2026-02-03T14:03:00Z",
      b: "production",
      pipelines: [{ slug: "hello", from: null, to: "1.0.0" }],
    });
    expect(org.seen.map(({ path }) => new URL(path, "http://org").searchParams.get("at"))).toEqual([
      "2026-02-03T14:03:00Z",
      null,
    ]);
    const wrong = await runCaptured(["diff", "env:production@soon", "env:production"], { env: org.env });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain("'soon' is no instant");
  });

  it("compares nothing when a manifest has errors, and says where", async () => {
    const cwd = makeTree({ "a/hello.pipeline.json": "{", "b/hello.pipeline.json": louder });
    const { exitCode, stderr } = await runCaptured(
      ["diff", "a/hello.pipeline.json", "b/hello.pipeline.json"],
      { cwd },
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain("hello.pipeline.json:1:2");
  });

  it("never takes a name for an option of git", async () => {
    const cwd = makeTree({ [file]: writtenPipeline() });
    commitAll(cwd);
    expect((await runCaptured(["diff", "--", "--all", "."], { cwd })).exitCode).toBe(2);
  });
});
