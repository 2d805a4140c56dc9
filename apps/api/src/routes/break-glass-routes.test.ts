import type { WrittenEnvironment } from "@lockstep/manifest";
import type { Actor, Deploy, Verdict } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "production");
});
afterEach(() => org.close());

const windows = { deny: [{ cron: "0 0 * * *", duration: "24h" }] };
type WrittenGates = NonNullable<WrittenEnvironment["gates"]>;

const gates: WrittenGates = {
  approvals: { required: 1, from: ["token:approver"] },
  windows: { ...windows, breakGlass: { from: ["token:deployer"] } },
};

const closed = (gate: string): Verdict => ({
  gate,
  verdict: "waiting",
  because: `${gate} is closed.`,
  next: "Wait.",
  opensAt: null,
  problems: [],
});

/** Production under a policy, with a plan that waits for these gates. */
async function seedWaiting(policy: WrittenGates, waitsFor: readonly string[]): Promise<Deploy> {
  const base = { environment: "production", pipelines: [compiledPipeline("greet")] };
  await seedDeploy(org.store, {
    ...base,
    id: "deploy-1",
    state: "applied",
    configuration: { gates: policy },
  });
  const waiting = await seedDeploy(org.store, { ...base, id: "deploy-2", state: "waiting" });
  const deploy = { ...waiting, verdicts: waitsFor.map(closed) };
  const fencingToken = await org.store.leases.acquire("environment:production", "test", 60_000);
  await org.store.deploys.transition({
    deploy,
    fencingToken: fencingToken ?? 0,
    record: null,
    events: [],
    outbox: [],
  });
  return deploy;
}

function post(path: string, as: "deployer" | "approver" | "runner" | "admin", body: object) {
  return org.request(`/api/v1${path}`, { method: "POST", as, body: body as never });
}

const breakGlass = (
  { plan }: Deploy,
  as: "deployer" | "approver" | "runner" = "deployer",
  reason = "It burns.",
) => post("/environments/production/break-glass", as, { planHash: plan.hash, reason });

describe("breaking the glass", () => {
  test("is kept as a word on the plan that waits, and the controller is asked to look", async () => {
    const deploy = await seedWaiting(gates, ["windows", "approvals"]);
    const response = await breakGlass(deploy);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      deploy: "deploy-2",
      skipped: ["windows", "approvals"],
      approval: { actor: "token:deployer", verdict: "broken-glass", reason: "It burns." },
    });
    expect(await org.store.environments.takeHints()).toEqual(["production"]);
    expect(await org.store.ledger.list("production", 2, 10)).toMatchObject([
      { kind: "glass-broken", deploy: "deploy-2", body: { planHash: deploy.plan.hash, reason: "It burns." } },
    ]);
  });

  test.each([
    ["nobody may", { ...gates, windows }, ["windows"], "BREAK_GLASS_OFF"],
    ["the policy names others", gates, ["windows"], "NOT_NAMED"],
  ] as const)("is forbidden where %s", async (_, policy, waitsFor, code) => {
    const deploy = await seedWaiting(policy, waitsFor);
    const response = await breakGlass(deploy, "approver");
    expect(await response.json()).toMatchObject({ status: 403, code });
    expect(await org.store.ledger.list("production", 2, 10)).toMatchObject([
      { kind: "denied", body: { attempted: "break-glass", code } },
    ]);
  });

  test("says who may", async () => {
    const deploy = await seedWaiting(gates, ["windows"]);
    expect(await bodyOf(breakGlass(deploy, "approver"))).toMatchObject({
      detail: expect.stringContaining("Who may: token:deployer."),
    });
  });

  test("does not help against other gates, and says which stay closed", async () => {
    const deploy = await seedWaiting(gates, ["windows", "secrets"]);
    expect(await bodyOf(breakGlass(deploy))).toMatchObject({
      status: 422,
      code: "GATES_STAY_CLOSED",
      detail: expect.stringContaining("secrets: secrets is closed."),
    });
    expect(await org.store.deploys.listApprovals(deploy.plan.hash)).toEqual([]);
  });

  test("needs a plan that waits, the plan that was shown, and a reason", async () => {
    const deploy = await seedWaiting(gates, ["windows"]);
    const other = { ...deploy, plan: { ...deploy.plan, hash: `sha256:${"0".repeat(64)}` as const } };
    expect(await bodyOf(breakGlass(other))).toMatchObject({ status: 409, code: "PLAN_CHANGED" });
    expect(await bodyOf(breakGlass(deploy, "deployer", " "))).toMatchObject({
      status: 400,
      errors: [{ path: "/reason" }],
    });
    expect((await breakGlass(deploy)).status).toBe(200);
    await post("/deploys/deploy-2/reject", "approver", { planHash: deploy.plan.hash, reason: "No." });
    expect(await bodyOf(breakGlass(deploy))).toMatchObject({
      status: 409,
      code: "DEPLOY_CLOSED",
      detail: expect.stringMatching(
        /It was rejected first, by token:approver at .* \(entry 4 of production\): No\./,
      ),
    });
  });
});

describe("a debt", () => {
  const deployer: Actor = { kind: "token", id: "token:deployer" };

  async function owe(withinMs: number): Promise<void> {
    const deploy = await seedWaiting(gates, ["windows"]);
    const { sequence, acts } = await org.store.environments.loadApplied("production");
    const status = await org.store.environments.load("production");
    const policy = status?.policy ?? null;
    if (policy === null) throw new Error("production has no policy");
    await org.store.deploys.apply({
      deploy: { ...deploy, state: "applied" },
      expectedSequence: sequence,
      expectedActs: acts,
      fencingToken: null,
      configuration: {
        slug: "production",
        path: "environments/production.json",
        digest: deploy.plan.configurationDigest,
        environment: policy,
      },
      manifests: [],
      releases: [],
      record: { kind: "applied", body: {} },
      hold: null,
      smoke: [{ pipeline: "greet", input: {}, expect: "output.ok", onFailure: "rollback" }],
      debt: { actor: deployer, reason: "It burns.", withinMs },
      events: [],
      outbox: [],
    });
  }

  test("is listed, counted for its environment and measured until somebody else settles it", async () => {
    await owe(3_600_000);
    expect(await bodyOf(org.request("/api/v1/debts?environment=production"))).toMatchObject({
      items: [{ deploy: "deploy-2", actor: deployer, reason: "It burns.", overdue: false }],
    });
    expect(await bodyOf(org.request("/api/v1/environments"))).toMatchObject({
      items: [{ slug: "production", debts: { open: 1, overdue: 0 } }],
    });
    expect(await (await org.request("/metrics")).text()).toContain(
      'lockstep_break_glass_debts{environment="production",state="open"} 1',
    );
    expect(await bodyOf(org.request("/api/v1/deploys/deploy-2"))).toMatchObject({
      debt: { actor: deployer, overdue: false },
      verification: [
        { pipeline: "greet", expect: "output.ok", onFailure: "rollback", run: null, outcome: "pending" },
      ],
    });
    const settled = await post("/deploys/deploy-2/settle", "approver", { reason: "Looked at it." });
    expect(await settled.json()).toMatchObject({ debt: { deploy: "deploy-2" } });
    expect(await bodyOf(org.request("/api/v1/debts"))).toMatchObject({ items: [] });
    expect(await bodyOf(org.request("/api/v1/deploys/deploy-2"))).toMatchObject({ debt: null });
    expect(await bodyOf(post("/deploys/deploy-2/settle", "admin", { reason: "I too." }))).toMatchObject({
      status: 409,
      code: "DEBT_SETTLED",
      detail: expect.stringContaining("token:approver settled it"),
    });
  });

  test("is overdue when nobody settled it in time", async () => {
    await owe(0);
    expect(await bodyOf(org.request("/api/v1/environments/production"))).toMatchObject({
      environment: { debts: { open: 1, overdue: 1 } },
    });
    expect(await (await org.request("/metrics")).text()).toContain(
      'lockstep_break_glass_debts{environment="production",state="overdue"} 1',
    );
  });

  test("is not settled by who broke the glass, nor where there is none", async () => {
    await owe(3_600_000);
    const { secret } = await org.makeToken("deployer", "approver", null);
    const sent = { method: "POST", token: secret, body: { reason: "I looked at it myself." } };
    expect(await bodyOf(org.request("/api/v1/deploys/deploy-2/settle", sent))).toMatchObject({
      status: 403,
      code: "OWN_DEBT",
    });
    expect(await org.store.debts.listOpen("production")).toHaveLength(1);
    expect(await bodyOf(post("/deploys/deploy-1/settle", "approver", { reason: "?" }))).toMatchObject({
      status: 404,
    });
  });
});
