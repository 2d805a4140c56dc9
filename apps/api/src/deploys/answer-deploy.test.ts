import type { Deploy, Role, Token } from "@lockstep/model";
import { expect, test } from "vitest";

import { openTestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";
import { answerDeploy } from "./answer-deploy.ts";

const lateArrival: Deploy["verdicts"] = [
  {
    gate: "late-arrival",
    verdict: "waiting",
    because: "it came later",
    next: "ask",
    opensAt: null,
    problems: [],
  },
];

function tokenOf(role: Role): Token {
  return { role, name: role } as Token;
}

test("the first plan of a late production environment is let through by an admin, not by an approver", async () => {
  const org = await openTestApi();
  try {
    await seedEnvironment(org.store, "production");
    const pipelines = [compiledPipeline("greet")];
    const seeded = await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "production",
      pipelines,
      state: "waiting",
    });
    const deploy = { ...seeded, verdicts: lateArrival };
    const answer = { verdict: "approved", planHash: deploy.plan.hash, reason: "" } as const;

    await expect(answerDeploy(org, tokenOf("approver"), { deploy, answer })).rejects.toMatchObject({
      kind: "forbidden",
      code: "ADMIN_NEEDED",
    });
    expect(await answerDeploy(org, tokenOf("admin"), { deploy, answer })).toMatchObject({
      verdict: "approved",
    });
  } finally {
    await org.close();
  }
});
