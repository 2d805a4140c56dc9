import { describe, expect, it } from "vitest";

import { makeTree, writtenEnvironment, writtenPipeline } from "../testing/make-tree.ts";
import { runCaptured } from "../testing/run-captured.ts";
import { askingPipeline, askingTest } from "../testing/written-tests.ts";

const file = "pipelines/hello.pipeline.json";

function treeOf(...tests: readonly object[]): string {
  return makeTree({ [file]: askingPipeline(tests) });
}

describe("test", () => {
  it("passes when every test does", async () => {
    const { exitCode, stdout } = await runCaptured(["test"], {
      cwd: treeOf(askingTest("one"), askingTest("two")),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^✓ hello@1\.0\.0 {2}pipelines\/hello\.pipeline\.json\n {2}✓ one\n {2}✓ two\n\n2 passed in 1 pipeline, /,
    );
  });

  it("ends with 1 and shows place by place what differs", async () => {
    const { exitCode, stdout } = await runCaptured(["test"], { cwd: treeOf(askingTest("one", "yes", "no")) });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✗ one\n");
    expect(stdout).toContain('/answer\n        - expected  "no"\n        + actual    "yes"\n');
    expect(stdout).toContain("0 passed, 1 failed in 1 pipeline");
  });

  it("names the step whose mock is missing", async () => {
    const { exitCode, stdout } = await runCaptured(["test"], {
      cwd: treeOf({ name: "one", expect: { status: "failed" } }),
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('mocks.ask  The http step "ask" was reached and has no mock');
  });

  it("says of pipelines without tests only how many there are", async () => {
    const cwd = makeTree({ [file]: writtenPipeline(), "environments/staging.json": writtenEnvironment() });
    const { exitCode, stdout } = await runCaptured(["test"], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^0 passed in 1 pipeline, 1 without tests, /);
  });

  it("tests only the named files", async () => {
    const cwd = makeTree({
      [file]: askingPipeline([askingTest("one")]),
      "pipelines/other.pipeline.json": askingPipeline([askingTest("bad", "yes", "no")], { slug: "other" }),
    });
    expect((await runCaptured(["test", file], { cwd })).exitCode).toBe(0);
    expect((await runCaptured(["test"], { cwd })).exitCode).toBe(1);
  });

  it("fails for a manifest with errors, and still tests the others", async () => {
    const cwd = makeTree({
      [file]: askingPipeline([askingTest("one")]),
      "pipelines/broken.pipeline.json": "{",
    });
    const { exitCode, stdout } = await runCaptured(["test"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✓ one");
    expect(stdout).toContain("pipelines/broken.pipeline.json:1:2 error JSON_SYNTAX");
    expect(stdout).toContain("1 passed");
  });

  it("does not mind errors of environments", async () => {
    const cwd = makeTree({ [file]: askingPipeline([askingTest("one")]), "environments/staging.json": "{" });
    expect((await runCaptured(["test"], { cwd })).exitCode).toBe(0);
  });

  it("takes variables from the tests, and from --var before that", async () => {
    const tests = [{ name: "one", variables: { WORD: "Hi" }, expect: { output: { greeting: "Hi Ada" } } }];
    const cwd = makeTree({ [file]: writtenPipeline({ tests }) });
    expect((await runCaptured(["test"], { cwd })).exitCode).toBe(0);
    const { exitCode, stdout } = await runCaptured(["test", "--var", "WORD=Yo"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('"Yo Ada"');
  });

  it("belongs to no environment", async () => {
    const { exitCode, stderr } = await runCaptured(["test", "-e", "staging"], {
      cwd: treeOf(askingTest("one")),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--var");
  });

  it("never reads the secrets of this machine", async () => {
    const steps = [
      { id: "ask", type: "http", with: { url: "https://x.test/", headers: { k: "{{ secrets.KEY }}" } } },
    ];
    const tests = [{ name: "one", mocks: { ask: { output: 1 } }, expect: { status: "completed" } }];
    const cwd = makeTree({
      [file]: writtenPipeline({ steps, tests, output: {}, uses: { secrets: ["KEY"] } }),
    });
    const env = { LOCKSTEP_SECRET__TEST__KEY: "hidden-value", LOCKSTEP_SECRET__LOCAL__KEY: "hidden-value" };
    const { exitCode, stdout } = await runCaptured(["test", "--json"], { cwd, env });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("hidden-value");
  });

  it("names every passed test only while there are few", async () => {
    const { stdout } = await runCaptured(["test"], {
      cwd: treeOf(
        ...Array.from({ length: 80 }, (_, n) => askingTest(`case ${n}`, "yes", n === 7 ? "no" : "yes")),
      ),
    });
    expect(stdout).toContain("✗ case 7");
    expect(stdout).not.toContain("case 8");
    expect(stdout).toContain("79 passed, 1 failed");
  });
});

describe("test --filter", () => {
  const cwd = () =>
    makeTree({
      [file]: askingPipeline([askingTest("Premium first"), askingTest("other")]),
      "pipelines/score.pipeline.json": askingPipeline([askingTest("a"), askingTest("b")], { slug: "score" }),
    });

  it.each([
    ["premium", ["Premium first"]],
    ["SCORE", ["a", "b"]],
    ["other", ["other"]],
  ])("%s runs what carries it in its name or slug", async (filter, names) => {
    const { stdout } = await runCaptured(["test", "--filter", filter], { cwd: cwd() });
    expect(stdout.match(/(?<= {2}✓ ).+/g)).toEqual(names);
  });

  it("that nothing matches is wrong use", async () => {
    const { exitCode, stderr } = await runCaptured(["test", "--filter", "nowhere"], { cwd: cwd() });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("nowhere");
  });
});

describe("test --bail", () => {
  it("begins no further test after a failure, and counts what did not run", async () => {
    const bad = askingTest("bad", "yes", "no");
    const rest = Array.from({ length: 40 }, (_, n) => askingTest(`later ${n}`));
    const { exitCode, json } = await runCaptured(["test", "--bail", "--json"], { cwd: treeOf(bad, ...rest) });
    expect(exitCode).toBe(1);
    const { totals } = json() as { readonly totals: { readonly [name: string]: number } };
    expect(totals["failed"]).toBe(1);
    expect(totals["notRun"]).toBeGreaterThan(0);
    expect((totals["passed"] ?? 0) + (totals["notRun"] ?? 0)).toBe(40);
  });
});

describe("test --json", () => {
  it("is one document with everything that came of each test", async () => {
    const cwd = treeOf(askingTest("good"), askingTest("bad", "yes", "no"));
    const { json } = await runCaptured(["test", "--json"], { cwd });
    expect(json()).toEqual({
      ok: false,
      totals: { pipelines: 1, passed: 1, failed: 1, notRun: 0, ms: expect.any(Number) },
      problems: [],
      pipelines: [
        {
          slug: "hello",
          version: "1.0.0",
          file,
          tests: [
            expect.objectContaining({ name: "good", status: "passed", failures: [] }),
            {
              name: "bad",
              status: "failed",
              ms: expect.any(Number),
              failures: [
                {
                  where: "output",
                  message: "The output is not the expected one.",
                  expected: { answer: "no" },
                  actual: { answer: "yes" },
                },
              ],
              run: {
                status: "completed",
                output: { answer: "yes" },
                error: null,
                steps: { ask: "completed", note: "skipped" },
                virtualMs: 0,
              },
            },
          ],
        },
      ],
    });
  });

  it("is the reporter json, and no other at the same time", async () => {
    const cwd = treeOf(askingTest("good"));
    expect((await runCaptured(["test", "--reporter", "json"], { cwd })).json()).toMatchObject({ ok: true });
    expect((await runCaptured(["test", "--json", "--reporter", "junit"], { cwd })).exitCode).toBe(2);
    expect((await runCaptured(["test", "--reporter", "xml"], { cwd })).exitCode).toBe(2);
  });
});

describe("test --coverage", () => {
  const other = { ...askingTest("other"), input: { name: "Bob" } };

  it("tells what the tests of each pipeline miss, and the sum", async () => {
    const { stdout } = await runCaptured(["test", "--coverage"], { cwd: treeOf(askingTest("one")) });
    expect(stdout).toMatch(/^hello +1 of 2, 50 % +1 of 2, 50 %$/m);
    expect(stdout).toMatch(/^ {2}never ran {2}note$/m);
    expect(stdout).toMatch(/^ {2}never taken {2}note: when true$/m);
    expect(stdout).toMatch(/^total +1 of 2, 50 %/m);
  });

  it("adds up over tests and counts pipelines without any", async () => {
    const cwd = makeTree({
      [file]: askingPipeline([askingTest("one"), other]),
      "pipelines/bare.pipeline.json": askingPipeline([], { slug: "bare" }),
    });
    const { json } = await runCaptured(["test", "--coverage", "--json"], { cwd });
    const shares = { steps: { covered: 2, total: 4 }, branches: { covered: 2, total: 4 } };
    expect(json()).toMatchObject({
      coverage: shares,
      pipelines: [
        { slug: "bare", coverage: { steps: { covered: 0, total: 2 } } },
        {
          slug: "hello",
          coverage: {
            steps: { covered: 2, total: 2 },
            ways: {
              steps: [
                { step: "ask", executed: 2 },
                { step: "note", executed: 1, skipped: 1 },
              ],
            },
          },
        },
      ],
    });
  });
});

describe("test --reporter junit --coverage", () => {
  it("keeps the coverage out of the XML", async () => {
    const cwd = treeOf(askingTest("one"));
    const { stdout, stderr } = await runCaptured(["test", "--reporter", "junit", "--coverage"], { cwd });
    expect(stdout).toMatch(/^<\?xml[^]*<\/testsuites>\n$/);
    expect(stderr).toMatch(/^total +1 of 2/m);
  });
});

describe("hostile names", () => {
  it("reach the terminal escaped", async () => {
    const manifest = JSON.stringify(askingPipeline([askingTest("a \u001b[2J \u0000 name", "yes", "no")]));
    const cwd = makeTree({ [file]: manifest });
    const { stdout } = await runCaptured(["test"], { cwd });
    expect(stdout).toContain("✗ a \\u{1b}[2J \\u{0} name");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });
});
