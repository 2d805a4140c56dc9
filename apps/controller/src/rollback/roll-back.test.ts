import { Failure, type Actor, verifyChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createRollBackPreview } from "./preview-roll-back.ts";
import type { RollBackRequest } from "./roll-back-request.ts";
import { createRollBack } from "./roll-back.ts";

const ada: Actor = { kind: "token", id: "token:ada" };
let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const commit = (files: Record<string, string | null>) => bench.repository.commit({ branch: "main", files });

/** Applies a commit and gives the deploy that did it. */
async function deploy(files: Record<string, string | null>): Promise<string> {
  await commit(files);
  const { state, because, appliedDeploy } = await bench.look("production");
  if (state !== "in-sync" || appliedDeploy === null) throw new Error(`${state}: ${because}`);
  return appliedDeploy;
}

const first = (more: object = {}) =>
  deploy({ ...environment("production", "main", more), ...greeter("hello", "1.0.0") });

function rollBack(to: string, more: Partial<RollBackRequest> = {}) {
  const request = { environment: "production", to, pipelines: null, reason: "It greets wrongly." };
  return createRollBack(bench.deps)({ ...request, actor: ada, kind: "rollback", ...more });
}

const preview = (to: string, pipelines: readonly string[] | null = null) =>
  createRollBackPreview(bench.deps)({ environment: "production", to, pipelines });

const caller = (range: string, version: string): Record<string, string> => {
  const steps = [{ id: "ask", type: "pipeline", with: { pipeline: `hello@${range}`, input: {} } }];
  const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "caller", version, steps };
  return { "pipelines/caller.pipeline.json": JSON.stringify(manifest) };
};

describe("a rollback", () => {
  test("puts back what was in force, with one record, a hold and its quarantine", async () => {
    const good = await first();
    const bad = await deploy(greeter("hello", "1.1.0", "Helo"));
    const then = await bench.status("production");
    const done = await rollBack(good);
    expect(done).toMatchObject({ sequence: 3, hold: { kind: "rollback", actor: ada, liftedAt: null } });
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    const target = await bench.store.deploys.load(good);
    expect(await bench.store.deploys.load(done.deploy.id)).toMatchObject({
      intent: "rollback",
      state: "applied",
      actor: ada,
      commit: { revision: target?.commit.revision },
      plan: { changes: [{ kind: "revert", slug: "hello", to: { version: "1.0.0" } }] },
    });
    expect(await bench.status("production")).toMatchObject({
      sequence: 3,
      appliedRevision: target?.commit.revision,
      appliedControlRevision: then.appliedControlRevision,
      appliedDeploy: done.deploy.id,
    });
    const records = await bench.records("production");
    expect(records.at(-1)).toMatchObject({
      kind: "rolled-back",
      deploy: done.deploy.id,
      body: { actor: ada, reason: "It greets wrongly.", from: bad, to: good },
    });
    expect(Object.keys(records.at(-1)?.body["before"] ?? {})).toEqual(["hello"]);
    expect(verifyChain(records)).toMatchObject({ intact: true });
    const { quarantine } = await bench.store.holds.loadInForce("production");
    expect(quarantine).toMatchObject([{ slug: "hello", version: "1.1.0", hold: done.hold.id }]);
    expect(await bench.store.environments.takeHints()).toContain("production");
  });

  test("needs neither git nor the forge", async () => {
    const good = await first();
    await deploy(greeter("hello", "1.1.0", "Helo"));
    bench.fault = new Failure("repository-unreachable", "the repository is gone");
    expect(await bench.look("production")).toMatchObject({ state: "unknown" });
    await rollBack(good);
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    expect(await bench.look("production")).toMatchObject({ state: "unknown", sequence: 3 });
  });

  test("takes out what came since, and puts back what went, whatever the environment keeps", async () => {
    const good = await first({ apply: { prune: "keep" } });
    await deploy(greeter("later", "1.0.0"));
    await rollBack(good);
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    const { quarantine } = await bench.store.holds.loadInForce("production");
    expect(quarantine.map(({ slug }) => slug)).toEqual(["later"]);
  });

  test("of some pipelines leaves the others and the revision as they are", async () => {
    const good = await first();
    await deploy({ ...greeter("hello", "1.1.0", "Helo"), ...greeter("other", "1.0.0") });
    const { appliedRevision } = await bench.status("production");
    await rollBack(good, { pipelines: ["hello"] });
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0", other: "1.0.0" });
    expect(await bench.status("production")).toMatchObject({ appliedRevision });
  });

  test("never puts back an older policy", async () => {
    const good = await first();
    await deploy({
      ...environment("production", "main", { title: "Newer" }),
      ...greeter("hello", "1.1.0", "Helo"),
    });
    const { stays } = await preview(good);
    expect(stays[0]).toContain("It has changed since that deploy.");
    await rollBack(good);
    expect((await bench.store.environments.loadApplied("production")).policy?.title).toBe("Newer");
  });

  test("can itself be gone back from, once its content is no longer quarantined", async () => {
    const good = await first();
    const later = await deploy(greeter("hello", "1.1.0", "Helo"));
    const { hold } = await rollBack(good);
    await expect(rollBack(later)).rejects.toMatchObject({
      kind: "unprocessable",
      code: "CONTENT_QUARANTINED",
    });
    const lift = { environment: "production", holds: [hold.id], actor: ada, reason: "It was right." };
    await bench.store.holds.lift(lift);
    await rollBack(later);
    expect(await bench.applied("production")).toEqual({ hello: "1.1.0" });
  });
});

describe("a rollback is refused", () => {
  test("when nothing differs, or what is named does not", async () => {
    const good = await first();
    await expect(rollBack(good)).rejects.toMatchObject({ code: "NOTHING_DIFFERS" });
    await deploy({ ...greeter("hello", "1.1.0", "Helo"), ...greeter("other", "1.0.0") });
    await deploy({ ...greeter("hello", "1.2.0", "Hello!") });
    const [, second] = await bench.deploys("production");
    await expect(rollBack(second?.id ?? "", { pipelines: ["other"] })).rejects.toMatchObject({
      kind: "invalid-input",
      message: "other is as it was then. What differs: hello.",
    });
    await expect(rollBack(good, { pipelines: ["helo"] })).rejects.toMatchObject({
      message: "there is no pipeline 'helo' (did you mean 'hello'?). What differs: hello, other.",
    });
  });

  test("to a deploy that never was in force, or of elsewhere", async () => {
    await first();
    await commit(greeter("hello", "1.0.0", "Changed"));
    await bench.look("production");
    const [refused] = await bench.deploys("production");
    await expect(rollBack(refused?.id ?? "")).rejects.toMatchObject({
      kind: "unprocessable",
      code: "NOT_A_TARGET",
    });
    await expect(rollBack("nothing")).rejects.toMatchObject({ kind: "not-found" });
    await expect(rollBack("nothing", { environment: "nowhere" })).rejects.toMatchObject({
      kind: "not-found",
    });
  });

  test("when a caller would call what is not there, with what to take back as well", async () => {
    const good = await first();
    await deploy({ ...greeter("hello", "1.1.0", "Helo"), ...caller("^1.1.0", "1.0.0") });
    const refused = rollBack(good, { pipelines: ["hello"] });
    await expect(refused).rejects.toMatchObject({ kind: "unprocessable", code: "CALLEE_UNKNOWN" });
    await expect(refused).rejects.toThrow(
      'caller: "hello" is 1.0.0 here, which is not in ^1.1.0. Take back what belongs together: --pipelines caller,hello',
    );
    await rollBack(good, { pipelines: ["hello", "caller"] });
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
  });

  test("without a reason", async () => {
    const good = await first();
    await expect(rollBack(good, { reason: " " })).rejects.toMatchObject({ kind: "invalid-input" });
  });
});

describe("after a rollback", () => {
  async function rolledBack() {
    const good = await first();
    await deploy(greeter("hello", "1.1.0", "Helo"));
    return { good, ...(await rollBack(good)) };
  }

  test("nothing brings the rejected content back, whatever else is committed", async () => {
    const { hold } = await rolledBack();
    expect(await bench.look("production")).toMatchObject({ state: "held", sequence: 3 });
    await commit({ "README.md": "Read me." });
    await commit(greeter("other", "1.0.0"));
    const held = await bench.look("production");
    expect(held).toMatchObject({ state: "held", sequence: 3, opensAt: null });
    expect(held.because).toContain("It greets wrongly.");
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    expect((await bench.deploys("production")).map(({ state }) => state).slice(0, 2)).toEqual([
      "waiting",
      "superseded",
    ]);
    expect((await bench.store.holds.loadInForce("production")).holds).toMatchObject([{ id: hold.id }]);
  });

  test("a fixed commit goes through by itself, and the quarantine stays", async () => {
    const { hold } = await rolledBack();
    await bench.look("production");
    await commit(greeter("hello", "1.1.1", "Hello!"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 4 });
    expect(await bench.applied("production")).toEqual({ hello: "1.1.1" });
    const { holds, quarantine } = await bench.store.holds.loadInForce("production");
    expect([holds, quarantine.map(({ version }) => version)]).toEqual([[], ["1.1.0"]]);
    const kinds = (await bench.records("production")).map(({ kind }) => kind);
    expect(kinds.slice(-2)).toEqual(["superseded", "applied"]);
    expect(kinds).toContain("hold-lifted");
    const listed = await bench.store.holds.list("production", { limit: 9, cursor: null });
    expect(listed.items).toMatchObject([{ id: hold.id, liftedBy: { id: "controller" } }]);
  });

  test("a revert of the commit lifts the hold, too", async () => {
    await rolledBack();
    await commit(greeter("hello", "1.0.0"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 3 });
    expect((await bench.store.holds.loadInForce("production")).holds).toEqual([]);
  });

  test("a broken commit lifts nothing", async () => {
    await rolledBack();
    await commit({ "pipelines/hello.pipeline.json": "{" });
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 3 });
    expect((await bench.store.holds.loadInForce("production")).holds).toHaveLength(1);
  });

  test("the same content under another version is refused as quarantined", async () => {
    await rolledBack();
    await commit(greeter("hello", "1.2.0", "Helo"));
    const refused = await bench.look("production");
    expect(refused).toMatchObject({ state: "refused", sequence: 3 });
    expect(refused.problems.map(({ code }) => code)).toEqual(["CONTENT_QUARANTINED"]);
  });

  test("a person who resumes gets what git says, at once", async () => {
    await rolledBack();
    await bench.look("production");
    const lift = { environment: "production", holds: null, actor: ada, reason: "It was right." };
    expect(await bench.store.holds.lift(lift)).toHaveLength(1);
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 4 });
    expect(await bench.applied("production")).toEqual({ hello: "1.1.0" });
  });
});
