import type { CheckReport, NewDelivery } from "@lockstep/model";
import fc from "fast-check";
import { expect, test } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { delivery, type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

const deliveries = 50;

/** Where the n-th delivery says that something happened; a few of them lie, and a few are buttons of former heads. */
function hintOf(index: number): Partial<NewDelivery> {
  const nowhere = { ref: null, pullRequest: null, headRevision: null, request: null };
  const request = {
    action: "bump-version",
    check: "lockstep / validate",
    checkRun: "1",
    sender: "ada",
  } as const;
  const kinds: readonly Partial<NewDelivery>[] = [
    { hint: { ...nowhere, ref: "refs/heads/develop" } },
    { hint: { ...nowhere, ref: "refs/heads/topic/a#1" } },
    { hint: { ...nowhere, ref: "refs/tags/develop" } },
    { hint: { ...nowhere, pullRequest: (index % 4) + 1 }, event: "pull_request" },
    { hint: { ...nowhere, pullRequest: 1_000_000 }, event: "pull_request" },
    { hint: { ...nowhere, headRevision: "f".repeat(40), request }, event: "check_run" },
    { hint: nowhere, repository: "8" },
    { hint: nowhere, repository: null, event: "ping" },
  ];
  return kinds[index % kinds.length] ?? {};
}

/** Everything that happens to the repository, told by none, some or all deliveries, in any order. */
async function play(bench: ForgeBench, order: readonly number[], looks: ReadonlySet<number>): Promise<void> {
  const { repository, forge } = bench;
  forge.permissions.set("ada", "write");
  await bench.settle();
  await bench.branchOff("develop", "topic/a#1", greeter("hello", "1.0.1", "Hi"));
  await forge.open(1, { head: "topic/a#1", base: "develop" });
  await bench.branchOff("develop", "broken", { "pipelines/hello.pipeline.json": "{" });
  await forge.open(2, { head: "broken", base: "develop", isFork: true });
  await bench.branchOff("main", "policy", environment("staging", "develop", { title: "Rehearsal" }));
  await forge.open(3, { head: "policy", base: "main" });
  await bench.branchOff("develop", "other", greeter("other", "1.0.0"));
  await forge.open(4, { head: "other", base: "develop" });
  await bench.keep();
  await forge.merge(4);
  await repository.git("tag", "develop", "policy");
  for (const [step, index] of order.entries()) {
    await bench.store.deliveries.receive(delivery(`guid-${index}`, hintOf(index)));
    if (looks.has(step)) await bench.keep();
  }
  await bench.settle();
  await bench.keep();
}

async function outcome(order: readonly number[], looks: ReadonlySet<number>) {
  const bench = await openForgeBench({ isCommenting: true });
  try {
    await play(bench, order, looks);
    const { checks } = bench.forge;
    return {
      shown: latest(bench),
      applied: await bench.applied("staging"),
      twice: checks.length - new Set(checks.map(judgementOf)).size,
      pendingDeliveries: (await bench.store.deliveries.listPending(100)).length,
      pendingOutbox: (await bench.store.outbox.counts()).pending,
      deployments: [...bench.forge.deployments.keys()].length,
      comments: bench.forge.comments.size,
    };
  } finally {
    await bench.close();
  }
}

/** An external id begins with the digest of what was judged. */
function judgementOf({ externalId, name }: CheckReport): string {
  return `${externalId.split("/")[0]} ${name}`;
}

/** The newest check of each name on each commit, every deployment, every comment. */
function latest(bench: ForgeBench) {
  const newest = Object.fromEntries(
    bench.forge.checks.map(({ headRevision, name, conclusion, title }) => [
      `${headRevision} ${name}`,
      `${conclusion} ${title}`,
    ]),
  );
  const comments = [...bench.forge.comments].map(([number, { body }]) => `${number} ${body}`);
  // Git stamps the merge with the time.
  const merge = bench.forge.pullRequests.get(4)?.mergeRevision ?? "";
  const deployments = [...bench.forge.deployments].map(
    ([place, states]) => `${place.replace(merge, "merge")} ${states.join(" ")}`,
  );
  return { checks: newest, comments: comments.toSorted(), deployments: deployments.toSorted() };
}

test("any permutation, duplication and loss of 50 deliveries ends in the same state after one look", async () => {
  const silent = await outcome([], new Set());
  expect(silent).toMatchObject({ twice: 0, pendingDeliveries: 0, pendingOutbox: 0, comments: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(deliveries - 1), { minLength: 0, maxLength: deliveries * 2 }),
      fc.uniqueArray(fc.nat(deliveries * 2), { maxLength: 4 }),
      async (order, looks) => {
        expect(await outcome(order, new Set(looks))).toEqual(silent);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);
