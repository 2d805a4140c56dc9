import { afterEach, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { createPromotions } from "./create-promotions.ts";
import { openPromotionBench, type PromotionBench } from "./promotion-bench.fixture.ts";

let bench: PromotionBench;
afterEach(() => bench.close());

test("an environment that promotes from nowhere, from elsewhere or from the same branch is told so", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  const refusal = (from: string, to: string) =>
    bench.promote({ from, to }).catch((thrown: Error) => thrown.message);
  expect(await refusal("production", "staging")).toContain(
    'staging does not promote from production by the policy in force: set "promotesFrom": "production"',
  );
  expect(await refusal("staging", "prod")).toContain(
    "There is no environment prod. There are: staging → production.",
  );
});

test("environments that follow one branch are told so", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  const { store } = bench;
  // A gate keeps two environments from following one branch; rows from before it may still say so.
  const list = async () =>
    (await store.environments.list()).map((status) => ({
      ...status,
      policy: status.policy && {
        ...status.policy,
        source: { ...status.policy.source, branch: "develop" },
      },
    }));
  const promotions = createPromotions({
    ...bench.deps,
    evidence: store.evidence,
    store: { ...store, environments: { ...store.environments, list } },
  });
  const request = { from: "staging", to: "production", only: null, reason: "" };
  const actor = { kind: "token", id: "token:ada" } as const;
  await expect(promotions.open({ ...request, actor }, new AbortController().signal)).rejects.toMatchObject({
    code: "SAME_BRANCH",
  });
});
