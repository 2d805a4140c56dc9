import { verifyChain } from "@lockstep/model";
import { expect, test } from "vitest";

import { openTestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

const rounds = 15;

test("of people who answer at once, those behind the first rejection are told whose it was", async () => {
  const org = await openTestApi();
  try {
    const ada = await org.makeToken("ada", "approver", null);
    const bob = await org.makeToken("bob", "approver", null);
    for (let round = 0; round < rounds; round += 1) {
      const [id, environment] = [`deploy-${round}`, `env-${round}`];
      await seedEnvironment(org.store, environment);
      const pipelines = [compiledPipeline("greet")];
      const { plan } = await seedDeploy(org.store, { id, environment, pipelines, state: "waiting" });
      const said = [
        { secret: ada.secret, verdict: "approve" },
        { secret: bob.secret, verdict: "approve" },
        { secret: ada.secret, verdict: "reject" },
        { secret: bob.secret, verdict: "reject" },
      ];
      const start = round % said.length;
      const answers = await Promise.all(
        [...said.slice(start), ...said.slice(0, start)].map(async ({ secret, verdict }) => {
          const response = await org.request(`/api/v1/deploys/${id}/${verdict}`, {
            method: "POST",
            token: secret,
            body: { planHash: plan.hash, reason: "At once." },
          });
          return (await response.json()) as {
            readonly approval?: object;
            readonly code?: string;
            detail?: string;
          };
        }),
      );
      const entries = await org.store.ledger.list(environment, 1, 100);
      expect(verifyChain(entries).intact).toBe(true);
      const words = entries.filter(({ kind }) => kind === "approval-given" || kind === "rejection-given");
      const rejections = words.filter(({ kind }) => kind === "rejection-given");
      expect(rejections).toHaveLength(1);
      expect(words.at(-1)).toEqual(rejections[0]);
      const losers = answers.filter(({ approval }) => approval === undefined);
      expect(losers).toHaveLength(said.length - words.length);
      const winner = rejections[0]?.body["actor"] as { readonly id: string } | undefined;
      for (const { code, detail } of losers) {
        expect(code).toBe("DEPLOY_CLOSED");
        expect(detail).toContain(`rejected first, by ${winner?.id}`);
      }
      expect(entries.filter(({ kind }) => kind === "denied")).toHaveLength(losers.length);
    }
  } finally {
    await org.close();
  }
});
