import type { MergePreview, Previews } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "../forge/forge-bench.fixture.ts";
import { createPreviews } from "./create-previews.ts";

let bench: ForgeBench;
let previews: Previews;
const signal = new AbortController().signal;
const approved = { gates: { approvals: { required: 1, from: ["token:grace"] } } };

async function setPolicies(production: object = approved): Promise<void> {
  const files = {
    ...environment("staging", "develop"),
    ...environment("production", "main", { promotesFrom: "staging", ...production }),
  };
  await bench.repository.commit({ branch: "main", files });
  await bench.settle();
}

const look = (revision: string, more: Partial<Parameters<Previews["load"]>[0]> = {}): Promise<MergePreview> =>
  previews.load({ revision, base: null, pullRequest: null, environments: null, ...more }, signal);

beforeEach(async () => {
  bench = await openForgeBench();
  previews = createPreviews(bench.deps);
  await setPolicies();
});
afterEach(() => bench.close());

describe("a pull request", () => {
  test("says what merging changes, and what would stop it further up", async () => {
    const head = await bench.branchOff("develop", "greet", greeter("hello", "1.1.0", "Hi"));
    await bench.forge.open(7, { head: "greet", base: "develop", title: "Greet" });
    await bench.settle();
    const preview = await look(head);
    expect(preview.sentence).toBe(
      "Merging this changes 1 pipeline in staging, then waits for approval in production.",
    );
    expect(preview).toMatchObject({
      verdict: "admitted",
      revision: head,
      judged: { kind: "merge", because: null },
      base: { branch: "develop" },
      pullRequest: { number: 7, title: "Greet" },
      environments: [{ environment: "staging", verdict: "admitted", impact: { pipelines: { changed: 1 } } }],
      downstream: [{ environment: "production", from: "staging", verdict: "waiting", brings: 1, others: 0 }],
      problems: [],
    });
    expect(preview.judged.revision).not.toBe(head);
  });

  test("is judged by its head while the forge is away, and says so", async () => {
    const head = await bench.branchOff("develop", "greet", greeter("hello", "1.1.0", "Hi"));
    await bench.forge.open(7, { head: "greet", base: "develop" });
    await bench.settle();
    bench.forge.isComputing = true;
    const preview = await look(head);
    expect(preview.judged).toMatchObject({ kind: "head", revision: head });
    expect(preview.judged.because).toContain("still finding out");
    expect(preview.verdict).toBe("admitted");
  });

  test("that conflicts is refused, whatever it would change", async () => {
    const head = await bench.branchOff("develop", "greet", greeter("hello", "1.1.0", "Hi"));
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "Hey") });
    await bench.forge.open(7, { head: "greet", base: "develop" });
    await bench.settle();
    const preview = await look(head, { pullRequest: 7 });
    expect(preview).toMatchObject({ verdict: "refused", judged: { kind: "conflict" }, downstream: [] });
    expect(preview.sentence).toBe("Merging this conflicts with 'develop'.");
  });

  test("that was merged says so", async () => {
    const head = await bench.branchOff("develop", "greet", greeter("hello", "1.1.0", "Hi"));
    await bench.forge.open(7, { head: "greet", base: "develop" });
    await bench.settle();
    await bench.forge.merge(7);
    await bench.settle();
    const preview = await look(head, { pullRequest: 7 });
    expect(preview).toMatchObject({ verdict: "nothing", judged: { kind: "merged" } });
    expect(preview.sentence).toContain("This revision changes nothing in staging");
  });

  test("that nobody opened is not found", async () => {
    await expect(look("main", { pullRequest: 99 })).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("a revision", () => {
  test("of a branch that nothing follows is going to where changes begin", async () => {
    await bench.branchOff("develop", "feature", greeter("hello", "1.1.0", "Hi"));
    const preview = await look("feature");
    expect(preview).toMatchObject({
      verdict: "admitted",
      judged: { kind: "head", because: null },
      base: { branch: "develop" },
      pullRequest: null,
    });
  });

  test("that lacks commits of its base is no force push, and says what is not seen", async () => {
    await bench.branchOff("develop", "feature", greeter("other", "1.0.0"));
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.1.0", "Hi") });
    await bench.settle();
    const preview = await look("feature");
    expect(preview.judged.because).toContain("'develop' has commits that this one does not contain");
    const gates = preview.environments.flatMap(({ decision }) => decision?.verdicts ?? []);
    expect(gates.find(({ gate }) => gate === "history")?.verdict).toBe("open");
  });

  test("with a broken manifest is refused, with file, line and column", async () => {
    const broken = {
      "pipelines/hello.pipeline.json": '{\n  "apiVersion": "lockstep/v1",\n  "kind": "Pipline"\n}\n',
    };
    await bench.branchOff("develop", "feature", broken);
    const { verdict, sentence, problems, environments } = await look("feature");
    expect(sentence).toMatch(/^Merging this is refused in staging: .*[^.]\.$/);
    expect({ verdict, of: environments.map((one) => one.verdict) }).toEqual({
      verdict: "refused",
      of: ["refused"],
    });
    expect(problems[0]).toMatchObject({ file: "pipelines/hello.pipeline.json", severity: "error" });
    expect(problems[0]?.line).toBeGreaterThan(0);
  });

  test("that is in force changes nothing", async () => {
    const preview = await look("develop");
    expect(preview.sentence).toBe("This revision changes nothing in staging.");
    expect(preview.verdict).toBe("nothing");
  });

  test("waits where the environment itself has a closed gate", async () => {
    await bench.branchOff("main", "feature", greeter("hello", "1.1.0", "Hi"));
    const preview = await look("feature", { base: "main" });
    expect(preview.sentence).toBe(
      "Merging this waits for approval in production, then changes 1 pipeline there.",
    );
    expect(preview.verdict).toBe("waiting");
  });

  test("that no branch contains is not found", async () => {
    await expect(look("1".repeat(40))).rejects.toMatchObject({ kind: "not-found" });
  });

  test("into a branch that does not exist is not found, with those that are followed", async () => {
    await expect(look("develop", { base: "nowhere" })).rejects.toThrow("Environments follow: main, develop");
  });
});

test("the base is pinned: another pin says that it or an environment moved", async () => {
  await bench.branchOff("develop", "feature", greeter("hello", "1.1.0", "Hi"));
  const before = await look("feature");
  expect((await look("feature")).base.pin).toBe(before.base.pin);
  await bench.repository.commit({ branch: "develop", files: greeter("other", "1.0.0") });
  const moved = await look("feature");
  expect(moved.base.pin).not.toBe(before.base.pin);
  await bench.settle();
  expect((await look("feature")).base.pin).not.toBe(moved.base.pin);
});

test("environments out of reach are not told of, nor their problems", async () => {
  await bench.branchOff("develop", "feature", greeter("hello", "1.1.0", "Hi"));
  const preview = await look("feature", { environments: ["staging"] });
  expect(preview.downstream).toEqual([]);
  expect(preview.sentence).toBe("Merging this changes 1 pipeline in staging.");
  const other = await look("feature", { environments: ["production"] });
  expect(other.environments).toEqual([]);
  expect(other.sentence).toBe("Merging this reaches no environment that you may look at.");
});

test("a changed pipeline has both texts, in the one layout", async () => {
  await bench.branchOff("develop", "feature", greeter("hello", "1.1.0", "Hi"));
  const question = { revision: "feature", base: null, pullRequest: null, environments: null };
  const place = { environment: "staging", slug: "hello" };
  const { change, before, after } = await previews.loadPipeline(question, place, signal);
  expect([before?.version, after?.version, change.kind]).toEqual(["1.0.0", "1.1.0", "update"]);
  expect(after?.text.split("\n")).toContain('  "version": "1.1.0",');
  expect(after?.definition).toMatchObject({ slug: "hello" });
  await expect(previews.loadPipeline(question, { ...place, slug: "other" }, signal)).rejects.toMatchObject({
    kind: "not-found",
  });
});
