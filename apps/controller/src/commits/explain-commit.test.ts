import type { Actor, CommitPlace } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createRollBack } from "../rollback/roll-back.ts";
import { createCommitExplainer } from "./explain-commit.ts";

const ada: Actor = { kind: "token", id: "token:ada" };
let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const commit = (files: Record<string, string | null>, branch = "main") =>
  bench.repository.commit({ branch, files });
const first = (more: object = {}) =>
  commit({ ...environment("production", "main", more), ...greeter("hello", "1.0.0") });

const explain = (sha: string, environments: readonly string[] | null = null) =>
  createCommitExplainer(bench.deps)({ commit: sha, environments }, new AbortController().signal);

async function placeOf(sha: string, slug = "production"): Promise<CommitPlace> {
  const found = (await explain(sha)).environments.find(({ environment: name }) => name === slug);
  if (found === undefined) throw new Error(`nothing was said of ${slug}`);
  return found;
}

async function rollBack(to: string, pipelines: readonly string[] | null = null) {
  const request = { environment: "production", to, pipelines, reason: "It greets wrongly.", actor: ada };
  return createRollBack(bench.deps)({ ...request, kind: "rollback" });
}

describe("a commit that is in force", () => {
  test("was deployed by its own deploy, or with a later commit that contains it", async () => {
    const one = await first();
    const { appliedDeploy, appliedAt } = await bench.look("production");
    const two = await commit(greeter("hello", "1.1.0", "Hi"));
    const three = await commit(greeter("hello", "1.2.0", "Hello there"));
    const { appliedDeploy: second } = await bench.look("production");
    await commit(greeter("hello", "1.3.0", "Good day"));
    await bench.look("production");
    expect(await placeOf(one)).toMatchObject({
      state: "deployed",
      deploy: appliedDeploy,
      revision: one,
      at: appliedAt,
    });
    expect(await placeOf(two)).toMatchObject({ state: "deployed-with", deploy: second, revision: three });
    expect((await placeOf(two)).because).toContain(three.slice(0, 10));
    expect(await placeOf(three)).toMatchObject({ state: "deployed", deploy: second, gates: [] });
  });

  test("needs no deploy when it changes nothing", async () => {
    await first();
    await bench.look("production");
    const readme = await commit({ "README.md": "Read me." });
    await bench.look("production");
    const place = await placeOf(readme);
    expect(place).toMatchObject({ state: "deployed", revision: readme, at: null });
    expect(place.because).toContain("no deploy was needed");
  });

  test("is found among many deploys with few looks at git", async () => {
    const commits = [await first()];
    await bench.look("production");
    for (let minor = 1; minor <= 20; minor += 1) {
      commits.push(await commit(greeter("hello", `1.${minor}.0`, `Hello ${minor}`)));
      await bench.look("production");
    }
    let looks = 0;
    const { source } = bench.deps;
    const readAncestry: typeof source.readAncestry = (...given) => {
      looks += 1;
      return source.readAncestry(...given);
    };
    const explainer = createCommitExplainer({ ...bench.deps, source: { ...source, readAncestry } });
    const question = { commit: commits[7] ?? "", environments: null };
    const { environments } = await explainer(question, new AbortController().signal);
    expect(environments).toMatchObject([{ state: "deployed", revision: commits[7] }]);
    expect(looks).toBeLessThanOrEqual(7);
  });
});

describe("a commit that waits", () => {
  test("names its gates and the instant, and at that instant it is deployed", async () => {
    await first();
    await bench.look("production");
    const windows = {
      timezone: "Europe/Berlin",
      allow: [{ cron: "0 22 * * 1-5", duration: "2h" }],
    };
    await commit(environment("production", "main", { gates: { windows } }));
    await bench.look("production");
    const held = await commit(greeter("hello", "1.1.0", "Hi"));
    await bench.look("production");
    const place = await placeOf(held);
    const predictedAt = "2026-02-02T21:00:00.000Z";
    expect(place).toMatchObject({
      state: "blocked",
      revision: held,
      at: null,
      gates: [{ gate: "windows", verdict: "waiting", opensAt: predictedAt }],
      opensAt: predictedAt,
      predictedAt,
    });
    bench.clock.time = Date.parse(predictedAt) - 1;
    await bench.look("production");
    expect((await placeOf(held)).state).toBe("blocked");
    bench.clock.time = Date.parse(predictedAt);
    await bench.look("production");
    expect(await placeOf(held)).toMatchObject({ state: "deployed", at: predictedAt, deploy: place.deploy });
  });

  test("waits for a person without a predicted instant", async () => {
    const waiting = await first({ apply: { mode: "manual" } });
    await bench.look("production");
    const place = await placeOf(waiting);
    expect(place).toMatchObject({ state: "blocked", gates: [{ gate: "manual" }], predictedAt: null });
    expect(place.deploy).not.toBeNull();
    expect(place.next).not.toBe("");
  });

  test("is blocked by what a later commit broke, with the problems", async () => {
    await first();
    await bench.look("production");
    const good = await commit(greeter("hello", "1.1.0", "Hi"));
    const bad = await commit({ "pipelines/hello.pipeline.json": "{" });
    await bench.look("production");
    expect(await placeOf(good)).toMatchObject({
      state: "blocked",
      revision: bad,
      gates: [{ gate: "validity", verdict: "refused" }],
      predictedAt: null,
    });
  });
});

describe("a commit that was taken out", () => {
  test("tells which rollback did it and why, until a fixed commit is deployed", async () => {
    await first();
    const { appliedDeploy: good } = await bench.look("production");
    const bad = await commit(greeter("hello", "1.1.0", "Helo"));
    await bench.look("production");
    const { deploy } = await rollBack(good ?? "");
    await bench.look("production");
    expect(await placeOf(bad)).toMatchObject({
      state: "replaced",
      deploy: deploy.id,
      reason: "It greets wrongly.",
    });
    const fixed = await commit(greeter("hello", "1.2.0", "Hello!"));
    await bench.look("production");
    expect(await placeOf(fixed)).toMatchObject({ state: "deployed" });
  });

  test("is seen when only some pipelines went back, and what was before it stays deployed", async () => {
    const before = await first();
    const { appliedDeploy: good } = await bench.look("production");
    const kept = await commit(greeter("bye", "1.0.0", "Bye"));
    await bench.look("production");
    const bad = await commit(greeter("hello", "1.1.0", "Helo"));
    await bench.look("production");
    const { deploy } = await rollBack(good ?? "", ["hello"]);
    expect(await placeOf(bad)).toMatchObject({ state: "replaced", deploy: deploy.id });
    expect(await placeOf(kept)).toMatchObject({ state: "deployed", revision: kept });
    expect(await placeOf(before)).toMatchObject({ state: "deployed", revision: before, deploy: good });
  });
});

describe("a commit that no plan knows", () => {
  test("is on another branch, not seen yet, or in an environment that was removed", async () => {
    const files = { ...environment("production", "main"), ...environment("staging", "develop") };
    const base = await commit({ ...files, ...greeter("hello", "1.0.0") });
    await bench.repository.setBranch("develop", base);
    await bench.look("production");
    const ahead = await commit(greeter("hello", "1.1.0", "Hi"), "develop");
    expect(await placeOf(ahead)).toMatchObject({ state: "not-on-branch", next: "Merge it into 'main'." });
    expect(await placeOf(ahead, "staging")).toMatchObject({ state: "not-seen-yet" });
    await commit({ "environments/staging.json": null });
    await bench.look("production");
    expect(await placeOf(ahead, "staging")).toMatchObject({ state: "removed" });
    expect((await explain(ahead, ["staging"])).environments.map(({ state }) => state)).toEqual(["removed"]);
    expect((await explain(ahead)).commit).toMatchObject({ revision: ahead });
  });

  test("is not found, however it is named", async () => {
    await first();
    await bench.look("production");
    const unknown = { kind: "not-found", code: "COMMIT_UNKNOWN" };
    await expect(explain("f".repeat(40))).rejects.toMatchObject(unknown);
    await expect(explain("fffffff")).rejects.toMatchObject(unknown);
  });

  test("is found by the beginning of its name", async () => {
    const one = await first();
    await bench.look("production");
    await commit(greeter("hello", "1.1.0", "Hi"));
    await bench.look("production");
    expect((await explain(one.slice(0, 8))).commit.revision).toBe(one);
  });
});
