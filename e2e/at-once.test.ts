import { type LedgerEntry, verifyChain } from "@lockstep/model";
import { createTestDatabase } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

const databases = {
  sqlite: async () => ({}),
  postgres: async () => ({ DATABASE_URL: (await createTestDatabase(inject("postgresUrl"))).url }),
} as const;

const rounds = 20;
const gates = { approvals: { required: 1, excludeAuthor: false } };

describe.each(["sqlite", "postgres"] as const)("at the same time on %s", (dialect) => {
  let acme: Installation;
  const secrets: string[] = [];
  let good = "";

  beforeAll(async () => {
    acme = await startInstallation(
      async (repository) => {
        const files = {
          ...environment("production", "main", { gates }),
          ...greeter("greet", { version: "1.0.0" }),
        };
        await repository.commit({ branch: "main", files });
      },
      await databases[dialect](),
    );
    const first = await acme.untilApplied("production", await acme.repository.revisionOf("main"));
    good = first.applied.deploy;
    for (const name of ["ada", "bob", "carol"]) {
      const { body } = await acme.call("POST", "/tokens", { name, role: "approver" });
      secrets.push(body.secret);
    }
  });
  afterAll(() => acme.stop());

  const as = (who: number) => ({ authorization: `Bearer ${secrets[who]}` });
  const answer = (who: number, deploy: any, verdict: "approve" | "reject") => {
    const body = { planHash: deploy.planHash, reason: "because" };
    return acme.call("POST", `/deploys/${deploy.id}/${verdict}`, body, as(who));
  };

  /** Pushes a version and gives the deploy that waits for an approval of it. */
  async function pushAndWait(version: string): Promise<any> {
    const files = greeter("greet", { version, text: `Hello from ${version}` });
    const revision = await acme.repository.commit({ branch: "main", files });
    await acme.call("POST", "/environments/production/reconcile", {});
    const found = await acme.untilEnvironment(
      "production",
      `waits with ${version}`,
      ({ state, desired, deploy }) => state === "waiting" && desired.revision === revision && deploy !== null,
    );
    return (await acme.call("GET", `/deploys/${found.deploy}`)).body.deploy;
  }

  async function ledger(): Promise<readonly LedgerEntry[]> {
    const { items } = (await acme.call("GET", "/audit?environment=production&limit=100")).body;
    return items.toReversed();
  }

  test("people approve, reject and roll back, and hints come: one order, and losers hear why", async () => {
    for (let round = 1; round <= rounds; round += 1) {
      const before = await pushAndWait(`1.${2 * round}.0`);
      expect((await answer(0, before, "approve")).status).toBe(200);
      await acme.untilEnvironment("production", "has it", ({ applied }) => applied.deploy === before.id);
      const deploy = await pushAndWait(`1.${2 * round + 1}.0`);

      const [ada, bob, carol, back] = await Promise.all([
        answer(0, deploy, "approve"),
        answer(1, deploy, "approve"),
        answer(2, deploy, "reject"),
        acme.call("POST", "/environments/production/rollback", { to: good, reason: "It is bad." }),
        acme.call("POST", "/environments/production/reconcile", {}),
        acme.call("POST", "/environments/production/reconcile", {}),
      ]);
      for (const { status, body } of [ada, bob, carol, back]) {
        if (status < 300) continue;
        expect(status, JSON.stringify(body)).toBe(409);
        expect(body.code).toMatch(/^(DEPLOY_CLOSED|PLAN_CHANGED|SOMEBODY_WAS_FIRST)$/);
        expect(body.detail.length).toBeGreaterThan(20);
      }
      await acme.untilEnvironment("production", "has settled", ({ state }) =>
        ["in-sync", "held", "refused", "waiting"].includes(state),
      );
      await acme.call("POST", "/environments/production/reconcile?wait=10s", {});

      const entries = (await ledger()).filter((entry) => entry.deploy === deploy.id);
      const kinds = entries.map(({ kind }) => kind);
      const [applied, rejection] = [kinds.indexOf("applied"), kinds.indexOf("rejection-given")];
      const isApplied = applied !== -1;
      expect(kinds.filter((kind) => kind === "approval-given")).toHaveLength(
        [ada, bob].filter(({ status }) => status === 200).length,
      );
      expect(rejection !== -1, "a rejection that was accepted is told").toBe(carol.status === 200);
      expect(isApplied && rejection !== -1, "nothing that was rejected is applied").toBe(false);
      if (isApplied) expect(kinds.slice(0, applied)).toContain("approval-given");

      const { body } = await acme.call("GET", `/deploys/${deploy.id}`);
      expect(isApplied).toBe(body.deploy.state === "applied");
      await acme.call("POST", "/environments/production/resume", { reason: "Next round." });
    }
    const text = await exported();
    const chain = text.filter(({ environment: name }) => name === "production");
    expect(verifyChain(chain)).toMatchObject({ intact: true });
  });

  async function exported(): Promise<readonly LedgerEntry[]> {
    const token = secrets[0] ?? "";
    const response = await fetch(`${acme.process().url}/api/v1/audit/export`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const lines = (await response.text()).split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as LedgerEntry);
  }
});
