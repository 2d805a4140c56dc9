import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

function seed(id: string, state: "applied" | "waiting") {
  return seedDeploy(org.store, { id, environment: "staging", pipelines: [compiledPipeline("greet")], state });
}

interface Listed {
  readonly items: readonly { readonly id: string }[];
}

interface Shown {
  readonly deploy: object;
  readonly records: readonly { readonly body: { readonly author: string } }[];
  readonly people: Readonly<Record<string, object>>;
}

describe("deploys", () => {
  test("are listed newest first with commit, author and plan hash, and filtered by state", async () => {
    await seed("deploy-1", "applied");
    const waiting = await seed("deploy-2", "waiting");
    const { items } = await bodyOf<Listed>(org.request("/api/v1/deploys?environment=staging"));
    expect(items.map(({ id }) => id)).toEqual(["deploy-2", "deploy-1"]);
    const filtered = await bodyOf<Listed>(org.request("/api/v1/deploys?state=waiting"));
    expect(filtered.items).toMatchObject([
      { id: "deploy-2", message: "Add pipelines", author: "Ada", changes: 1, planHash: waiting.plan.hash },
    ]);
  });

  test("show plan, chained records and the people whom the records mean", async () => {
    await seed("deploy-1", "applied");
    const { deploy, records, people } = await bodyOf<Shown>(org.request("/api/v1/deploys/deploy-1"));
    expect(deploy).toMatchObject({
      state: "applied",
      plan: { changes: [{ kind: "create", slug: "greet" }] },
    });
    expect(records).toMatchObject([{ kind: "applied", position: 1 }]);
    expect(people[records[0]?.body.author ?? ""]).toEqual({ name: "Ada", email: "ada@example.com" });
  });
});

describe("beside a deploy", () => {
  const shown = (id: string, token?: string) =>
    bodyOf<object>(org.request(`/api/v1/deploys/${id}`, token === undefined ? {} : { token }));

  test("stands whether who asks may approve it, and if not, why", async () => {
    const gates = { approvals: { required: 1, from: ["token:ada"] } };
    await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "applied",
      configuration: { gates },
    });
    await seed("deploy-2", "waiting");
    const [ada, eve, vera] = await Promise.all([
      org.makeToken("ada", "approver", null),
      org.makeToken("eve", "approver", null),
      org.makeToken("vera", "viewer", null),
    ]);
    expect(await shown("deploy-2", ada.secret)).toMatchObject({ approval: { isOpen: true, because: "" } });
    expect(await shown("deploy-2", eve.secret)).toMatchObject({
      approval: { isOpen: false, because: "token:eve may not approve for staging. Who may: token:ada." },
    });
    expect(await shown("deploy-2", vera.secret)).toMatchObject({
      approval: { isOpen: false, because: "Answering needs the role approver; yours is viewer." },
    });
    expect(await shown("deploy-1", ada.secret)).toMatchObject({
      approval: { isOpen: false, because: "The deploy is applied; only one that waits can be answered." },
    });
  });

  test("stand its pull request, once it was seen, and what comes next", async () => {
    const { plan } = await seed("deploy-1", "waiting");
    expect(await shown("deploy-1")).toMatchObject({ pullRequest: null, verification: [], debt: null });
    const { revision } = plan.target;
    const side = { branch: "feature", revision };
    const pullRequest = {
      number: 7,
      url: "https://forge.example/7",
      title: "Greet <b>politely</b>",
      author: "github:ada",
      state: "merged",
      isDraft: false,
      isFork: false,
      head: side,
      base: side,
      isMergeable: null,
      mergeRevision: revision,
      mergedBy: "github:grace",
      mergedAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
    } as const;
    await org.store.pullRequests.saveEvidence(revision, { pullRequest, reviews: [], checks: [] });
    expect(await shown("deploy-1")).toMatchObject({
      pullRequest: {
        number: 7,
        url: "https://forge.example/7",
        title: "Greet <b>politely</b>",
        author: "github:ada",
        mergedBy: "github:grace",
      },
      deploy: { next: expect.stringMatching(/./) },
    });
  });
});

describe("an answer to a deploy", () => {
  test("is recorded for the plan that was shown, and the controller is asked to look", async () => {
    const { plan } = await seed("deploy-1", "waiting");
    const response = await org.request("/api/v1/deploys/deploy-1/approve", {
      method: "POST",
      as: "approver",
      body: { planHash: plan.hash },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      approval: { actor: "token:approver", verdict: "approved" },
    });
    expect(await org.store.environments.takeHints()).toEqual(["staging"]);
    expect(await org.store.deploys.listApprovals(plan.hash)).toMatchObject([{ planHash: plan.hash }]);
  });

  test("does not count for another plan", async () => {
    const { plan } = await seed("deploy-1", "waiting");
    const response = await org.request("/api/v1/deploys/deploy-1/approve", {
      method: "POST",
      as: "approver",
      body: { planHash: `sha256:${"0".repeat(64)}` },
    });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: "PLAN_CHANGED" });
    expect(await org.store.deploys.listApprovals(plan.hash)).toEqual([]);
  });

  test("comes too late for a deploy that has ended", async () => {
    const { plan } = await seed("deploy-1", "applied");
    const response = await org.request("/api/v1/deploys/deploy-1/reject", {
      method: "POST",
      as: "approver",
      body: { planHash: plan.hash, reason: "No." },
    });
    expect(await response.json()).toMatchObject({ status: 409, code: "DEPLOY_CLOSED" });
  });

  test("comes too late behind a rejection, and hears whose and why", async () => {
    const { plan } = await seed("deploy-1", "waiting");
    const reject = (reason: string) =>
      org.request("/api/v1/deploys/deploy-1/reject", {
        method: "POST",
        as: "approver",
        body: { planHash: plan.hash, reason },
      });
    expect((await reject("Not on a Friday.")).status).toBe(200);
    expect(await (await reject("Me too.")).json()).toMatchObject({
      status: 409,
      code: "DEPLOY_CLOSED",
      detail: expect.stringMatching(
        /rejected first, by token:approver at .* of staging\): Not on a Friday\./,
      ),
    });
  });

  test("is refused early to whom the policy in force does not name, saying who may", async () => {
    const gates = { approvals: { required: 1, from: ["token:ada", "team:platform"] } };
    await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "applied",
      configuration: { gates },
    });
    const { plan } = await seed("deploy-2", "waiting");
    const approveAs = async (token?: string) =>
      (
        await org.request("/api/v1/deploys/deploy-2/approve", {
          method: "POST",
          as: "approver",
          ...(token === undefined ? {} : { token }),
          body: { planHash: plan.hash },
        })
      ).json();
    expect(await approveAs()).toMatchObject({
      status: 403,
      code: "NOT_APPROVER",
      detail: expect.stringContaining("Who may: token:ada, team:platform (nobody yet)."),
    });
    const { secret } = await org.makeToken("ada", "approver", null);
    expect(await approveAs(secret)).toMatchObject({ approval: { actor: "token:ada" } });
  });

  test.each([{}, { reason: "" }, { reason: "  " }, { reason: "a\u0000b" }, { reason: "\u202Eoops" }])(
    "is refused when a rejection's reason is %j",
    async (reason) => {
      const { plan } = await seed("deploy-1", "waiting");
      const response = await org.request("/api/v1/deploys/deploy-1/reject", {
        method: "POST",
        as: "approver",
        body: { planHash: plan.hash, ...reason },
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ path: "/reason" }] });
    },
  );

  test("rejects with a reason", async () => {
    const { plan } = await seed("deploy-1", "waiting");
    const response = await org.request("/api/v1/deploys/deploy-1/reject", {
      method: "POST",
      as: "approver",
      body: { planHash: plan.hash, reason: "Not on a Friday." },
    });
    expect(await response.json()).toMatchObject({
      approval: { verdict: "rejected", reason: "Not on a Friday." },
    });
  });
});
