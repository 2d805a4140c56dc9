import { type Forge, toFailure } from "@lockstep/model";
import fc from "fast-check";
import { expect, test } from "vitest";

import {
  annotations,
  checkReport,
  type ForgeOnGitHub,
  signal,
  startForge,
} from "../forge-on-github.fixture.ts";

const badGateway = { status: 502, headers: {}, body: { message: "Server Error" } };

/** What befalls the writes, in the order in which they are sent. */
const faults = fc.array(
  fc.record({
    after: fc.nat({ max: 6 }),
    answer: fc.constantFrom(badGateway, "cut" as const),
    afterEffect: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

test("whichever writes fail, repeating ends in one check, one deployment and one comment", async () => {
  await fc.assert(
    fc.asyncProperty(faults, async (befalling) => {
      const on = await startForge();
      try {
        const { number, head } = await openPull(on);
        for (const fault of befalling)
          on.github.fail({
            on: /^\/repos\/.*(check-runs|deployments|statuses|comments)/,
            ...fault,
            method: "POST",
            times: 1,
          });
        for (const fault of befalling)
          on.github.fail({ on: /check-runs/, ...fault, method: "PATCH", times: 1 });
        await untilDone(on, async (forge) => {
          await forge.publishCheck(checkReport(head, { annotations: annotations(120) }), signal);
          await forge.publishComment({ pullRequest: number, body: "summary" }, signal);
          await forge.publishDeployment(deployment(head), signal);
        });
        expectOnce(on);
      } finally {
        await on.github.close();
      }
    }),
    { numRuns: 20 },
  );
});

async function openPull(on: ForgeOnGitHub): Promise<{ number: number; head: string }> {
  const parents = [await on.repository.git.revisionOf("main")];
  const head = await on.github.push(on.repository, { branch: "fix", parents, files: { a: "1\n" } });
  const { number } = await on.github.openPull(on.repository, { head: "fix", base: "main" });
  return { number, head };
}

/** As the outbox does: again, each time by another process. */
async function untilDone(on: ForgeOnGitHub, publish: (forge: Forge) => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await publish(on.another());
      return;
    } catch (thrown) {
      if (toFailure(thrown).kind !== "forge-unreachable") throw thrown;
    }
  }
  throw new Error("20 attempts were not enough for 10 faults");
}

function deployment(revision: string) {
  return {
    environment: "staging",
    revision,
    isProduction: false,
    states: ["queued", "in_progress", "success"],
    description: "Deployed",
    logUrl: "https://lockstep.example.com/deploys/1",
  } as const;
}

function expectOnce({ repository, github }: ForgeOnGitHub): void {
  const lines = Array.from({ length: 120 }, (_, index) => index + 1);
  expect(repository.checkRuns).toMatchObject([{ status: "completed", conclusion: "success" }]);
  expect(repository.checkRuns[0]?.annotations.map((entry) => entry["start_line"])).toEqual(lines);
  expect(repository.comments).toHaveLength(1);
  expect(repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([
    ["queued", "in_progress", "success"],
  ]);
  expect(github.violations).toEqual([]);
}
