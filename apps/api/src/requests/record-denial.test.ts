import { orgChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

async function denials(chain: string) {
  const entries = await org.store.ledger.list(chain, 1, 1_000);
  return entries.filter(({ kind }) => kind === "denied");
}

const approve = (id: string, body: object, as: "viewer" | "approver" = "approver") =>
  org.request(`/api/v1/deploys/${id}/approve`, { method: "POST", as, body: body as never });

describe("a denied attempt", () => {
  test("by a token of too low a role is written to the chain of the deploy's environment", async () => {
    const { plan } = await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "waiting",
    });
    expect((await approve("deploy-1", { planHash: plan.hash }, "viewer")).status).toBe(403);
    expect(await denials("staging")).toMatchObject([
      {
        deploy: "deploy-1",
        body: {
          actor: { kind: "token", id: "token:viewer" },
          attempted: "approve",
          on: { id: "deploy-1" },
          code: "ROLE_TOO_LOW",
          because: "This needs the role approver; the token has viewer.",
        },
      },
    ]);
  });

  test("that the handler refuses names the plan and the reason that were sent", async () => {
    await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "waiting",
    });
    const planHash = `sha256:${"0".repeat(64)}`;
    expect((await approve("deploy-1", { planHash, reason: "Looks fine." })).status).toBe(409);
    expect(await denials("staging")).toMatchObject([
      { body: { code: "PLAN_CHANGED", on: { id: "deploy-1", planHash }, reason: "Looks fine." } },
    ]);
  });

  test("on an environment out of reach is written there; on one that does not exist, to the org's chain", async () => {
    const { secret } = await org.makeToken("elsewhere", "admin", ["production"]);
    for (const environment of ["staging", "nowhere"]) {
      const path = `/api/v1/environments/${environment}/secrets/CRM_TOKEN`;
      const sent = { method: "PUT", token: secret, body: { value: "s3cret" } };
      expect((await org.request(path, sent)).status).toBe(403);
    }
    expect(await denials("staging")).toMatchObject([
      { body: { attempted: "store-secret", on: { env: "staging", name: "CRM_TOKEN" } } },
    ]);
    expect(await denials(orgChain)).toHaveLength(1);
    expect(await denials("nowhere")).toEqual([]);
    expect(JSON.stringify(await org.store.ledger.list("staging", 1, 100))).not.toContain("s3cret");
  });

  test("of nobody that is known, or that only has a typing error, leaves no entry", async () => {
    await org.request("/api/v1/tokens", { method: "POST", as: null, body: { name: "x", role: "viewer" } });
    await org.request("/api/v1/tokens", { method: "POST", as: "admin", body: { name: "?", role: "viewer" } });
    await org.request("/api/v1/tokens/none", { method: "DELETE", as: "admin" });
    expect(await denials(orgChain)).toEqual([]);
  });

  test("that cannot be written stays refused and is logged", async () => {
    org.store.ledger.append = () => Promise.reject(new Error("the disk is gone"));
    const response = await org.request("/api/v1/tokens/none", { method: "DELETE", as: "viewer" });
    expect(await response.json()).toMatchObject({ status: 403, code: "ROLE_TOO_LOW" });
    expect(org.faults).toMatchObject([{ attempted: "revoke-token" }]);
  });

  test("is written for the first sixty of a flood", async () => {
    for (let n = 0; n < 70; n += 1)
      await org.request("/api/v1/tokens/none", { method: "DELETE", as: "viewer" });
    const written = (await denials(orgChain)).length;
    expect(written).toBeGreaterThanOrEqual(60);
    expect(written).toBeLessThan(70);
    expect(org.faults.length).toBe(70 - written);
  });
});
