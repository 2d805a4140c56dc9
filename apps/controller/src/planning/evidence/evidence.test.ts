import type { Approval, MergeEvidence } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../../bench.fixture.ts";
import { createRollBack } from "../../rollback/roll-back.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

type Commit = Parameters<Bench["repository"]["commit"]>[0];

const commit = (files: Commit["files"], more: Partial<Commit> = {}) =>
  bench.repository.commit({ branch: "main", files: files ?? {}, ...more });
const production = (gates: object, more: object = {}) =>
  environment("production", "main", { gates, ...more });

async function start(gates: object): Promise<string> {
  const first = await commit({ ...production(gates), ...greeter("hello", "1.0.0") });
  await bench.look("production");
  return first;
}

async function approve(actor: string, verdict: Approval["verdict"] = "approved"): Promise<void> {
  const [deploy] = await bench.deploys("production");
  if (deploy === undefined) throw new Error("there is no deploy");
  const kind = actor.startsWith("token:") ? "token" : "user";
  const answer = { actor: { id: actor, kind }, verdict, planHash: deploy.plan.hash, reason: "ok" } as const;
  const { outcome } = await bench.store.deploys.answer(deploy.id, answer);
  expect(outcome).toBe("accepted");
}

describe("authors", () => {
  const gates = { approvals: { required: 1 } };

  async function isCounted(actor: string): Promise<boolean> {
    const { sequence } = await bench.status("production");
    await approve(actor);
    const found = await bench.look("production");
    if (found.state === "waiting") expect(found.because).toContain(`${actor} wrote one of the commits`);
    return found.sequence > sequence;
  }

  test("are everybody who wrote, committed or is credited, whichever parent leads there", async () => {
    const first = await start(gates);
    const message =
      "Say hi\n\nFor reasons.\n\nCo-authored-by: Grace <Grace@Example.com>\nReviewed-by: Eve <eve@example.com>\n\nps.";
    await bench.repository.setBranch("topic", first);
    await bench.repository.commit({
      branch: "topic",
      files: greeter("hello", "1.0.1", "Hi"),
      author: { name: "Linus", email: "7+Linus@users.noreply.github.com" },
      message,
    });
    await bench.repository.merge("main", ["topic"], greeter("hello", "1.0.1", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "waiting", sequence: 1 });
    for (const author of ["github:linus", "email:grace@example.com", "email:ada@example.com"])
      expect(await isCounted(author)).toBe(false);
    expect(await isCounted("email:eve@example.com")).toBe(true);
  });

  test("are also who opened and who merged each pull request, and never the forge itself", async () => {
    await start(gates);
    await commit(greeter("hello", "1.0.1", "Hi"), {
      author: { name: "GitHub", email: "noreply@github.com" },
    });
    const head = await commit(
      { "README.md": "later" },
      { author: { name: "Eve", email: "eve@example.com" } },
    );
    const before = await bench.repository.revisionOf(`${head}^`);
    await bench.store.pullRequests.saveEvidence(before, mergeOf("github:grace", "github:Linus"));
    bench.forge.evidence.set(head, mergeOf("github:marie", null));
    await bench.look("production");
    for (const author of ["github:grace", "github:linus", "github:marie", "email:eve@example.com"])
      expect(await isCounted(author)).toBe(false);
    expect(await isCounted("email:noreply@github.com")).toBe(true);
  });

  test("that nobody can tell keep the gate closed until they can be told", async () => {
    await start(gates);
    await commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    bench.forge.readMergeEvidence = () => Promise.reject(new Error("the forge is down"));
    bench.clock.time += 31_000;
    await approve("github:eve");
    const found = await bench.look("production");
    expect(found).toMatchObject({ state: "waiting", sequence: 1 });
    expect(found.because).toContain("who wrote the commits could not be found out");
    bench.forge.readMergeEvidence = async () => null;
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  });

  test("are also those of what a rollback of some pipelines took out, when a person brings it back", async () => {
    await start({ approvals: { required: 1 } });
    const good = (await bench.status("production")).appliedDeploy ?? "";
    await commit(
      { ...greeter("hello", "1.0.1", "Hi"), ...greeter("other", "1.0.0") },
      { author: { name: "Grace", email: "grace@example.com" } },
    );
    await bench.look("production");
    expect(await isCounted("github:eve")).toBe(true);
    const actor = { kind: "token", id: "token:op" } as const;
    const because = { environment: "production", actor, reason: "It greets wrongly." };
    for (const _ of ["once", "again"]) {
      await createRollBack(bench.deps)({ ...because, to: good, pipelines: ["hello"], kind: "rollback" });
      await bench.store.holds.lift({ ...because, holds: null });
      await bench.look("production");
      expect(await isCounted("email:grace@example.com")).toBe(false);
      expect(await isCounted("github:eve")).toBe(true);
    }
  });

  test("of the control branch count where the environment changes", async () => {
    const grace = { author: { name: "Grace", email: "grace@example.com" } };
    await bench.repository.commit({
      branch: "main",
      files: { ...environment("production", "live", { gates }), ...greeter("hello", "1.0.0") },
    });
    await bench.repository.setBranch("live", await bench.repository.revisionOf("refs/heads/main"));
    await bench.look("production");
    await commit(environment("production", "live", { gates, title: "Live" }), grace);
    await bench.look("production");
    expect(await isCounted("email:grace@example.com")).toBe(false);
    expect(await isCounted("email:ada@example.com")).toBe(true);
  });

  test("are not asked for where the policy does not exclude them", async () => {
    await start({ approvals: { required: 1, excludeAuthor: false } });
    bench.forge.fault = null;
    bench.forge.readMergeEvidence = () => Promise.reject(new Error("nobody asks"));
    await commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    expect(await isCounted("email:ada@example.com")).toBe(true);
  });
});

describe("how a commit came in", () => {
  const asks = () => bench.forge.requests.filter((name) => name === "readMergeEvidence").length;

  test("is asked of the forge once, unless a check that the policy names is not green", async () => {
    await start({ pullRequest: true, checks: ["ci"] });
    const head = await commit(greeter("hello", "1.0.1", "Hi"));
    const check = { name: "ci", reporter: null, at: null } as const;
    bench.forge.evidence.set(head, {
      ...mergeOf("github:ada", "github:ada"),
      checks: [{ ...check, outcome: "pending" }],
    });
    expect((await bench.look("production")).because).toContain("check ci has not ended yet");
    const before = asks();
    await bench.look("production");
    expect(asks()).toBe(before);
    bench.forge.evidence.set(head, {
      ...mergeOf("github:ada", "github:ada"),
      checks: [{ ...check, outcome: "success" }],
    });
    bench.clock.time += 60_000;
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    expect(asks()).toBe(before + 1);
  });

  test("of a push past any pull request refuses it, and a forge that is away is asked again", async () => {
    await start({ pullRequest: true });
    await commit(greeter("hello", "1.0.1", "Hi"));
    const { readMergeEvidence } = bench.forge;
    bench.forge.readMergeEvidence = () => Promise.reject(new Error("the forge is down"));
    expect(await bench.look("production")).toMatchObject({
      state: "waiting",
      because: expect.stringContaining("the forge is down"),
    });
    bench.forge.readMergeEvidence = readMergeEvidence;
    const refused = await bench.look("production");
    expect(refused.problems.map(({ code }) => code)).toEqual(["PULL_REQUEST_MISSING"]);
  });

  test("counts for the configuration, too: a policy that is pushed past any pull request is refused", async () => {
    const gates = { pullRequest: true };
    await commit({ ...environment("production", "live", { gates }), ...greeter("hello", "1.0.0") });
    await bench.repository.setBranch("live", await bench.repository.revisionOf("refs/heads/main"));
    await bench.look("production");
    const head = await bench.repository.commit({ branch: "live", files: greeter("hello", "1.0.1", "Hi") });
    bench.forge.evidence.set(head, mergeOf("github:ada", "github:ada"));
    await commit(environment("production", "live"));
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 1 });
  });
});

function mergeOf(author: string | null, mergedBy: string | null): MergeEvidence {
  const at = "2026-02-01T09:00:00.000Z";
  return {
    pullRequest: {
      number: 7,
      url: "https://forge.example/acme/flows/pull/7",
      title: "Say hi",
      author,
      state: "merged",
      isDraft: false,
      isFork: false,
      head: { branch: "topic", revision: "a".repeat(40) },
      base: { branch: "main", revision: "b".repeat(40) },
      isMergeable: null,
      mergeRevision: null,
      mergedBy,
      mergedAt: at,
      updatedAt: at,
    },
    reviews: [],
    checks: [],
  };
}
