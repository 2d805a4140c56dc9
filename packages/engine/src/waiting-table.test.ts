import type { Pipeline, Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createOrgWorld, type OrgWorld } from "./testing/org-world.ts";
import { forEachOf, pipelineOf, stepOf } from "./testing/pipelines.ts";

/** What a suspended step comes to, by what it waits for. */
const comings = [
  "waited",
  "answered",
  "expired",
  "child completed",
  "child failed",
  "child cancelled",
  "child outlasted",
  "child launched",
] as const;

type Coming = (typeof comings)[number];

interface Case {
  readonly coming: Coming;
  readonly strategy: Step["onError"]["strategy"];
  /** Whether `onError.on` names the type of the error. */
  readonly isNamed: boolean;
  readonly forEach: "none" | "fail" | "collect" | "drop";
  readonly runOn: Step["runOn"];
}

interface End {
  readonly subject: "completed" | "failed" | "skipped";
  readonly follower: "completed" | "skipped";
  readonly run: "completed" | "failed";
}

const errors: Partial<Record<Coming, "timeout" | "execution">> = {
  expired: "timeout",
  "child failed": "execution",
  "child cancelled": "execution",
  "child outlasted": "timeout",
};

/** The tables of docs/spec/runs.md once more, as guard clauses. */
function expectedEnd({ coming, strategy, isNamed, forEach, runOn }: Case): End {
  const breaks = errors[coming] !== undefined && (forEach === "none" || forEach === "fail");
  const isForgiven = breaks && isNamed && strategy !== "fail";
  const isFailed = breaks && !isForgiven;
  const subject = isFailed ? "failed" : isForgiven && strategy === "skip" ? "skipped" : "completed";
  const isFollowed = runOn === "always" || (runOn === "failure") === isFailed;
  return { subject, follower: isFollowed ? "completed" : "skipped", run: isFailed ? "failed" : "completed" };
}

const steps: Record<Coming, Partial<Step>> = {
  waited: { type: "wait", with: { for: "10m" } },
  answered: { type: "approval", with: { prompt: "?", assignees: ["team:ops"] } },
  expired: { type: "approval", with: { prompt: "?", assignees: ["team:ops"], expiresAfter: "1m" } },
  "child completed": { type: "pipeline", with: { pipeline: "napping@^1.0.0" }, timeout: "30m" },
  "child failed": { type: "pipeline", with: { pipeline: "failing@^1.0.0" }, timeout: "30m" },
  "child cancelled": { type: "pipeline", with: { pipeline: "napping@^1.0.0" }, timeout: "30m" },
  "child outlasted": { type: "pipeline", with: { pipeline: "napping@^1.0.0" }, timeout: "1m" },
  "child launched": { type: "pipeline", with: { pipeline: "napping@^1.0.0", wait: false } },
};

const napping = pipelineOf([stepOf("nap", { type: "wait", with: { for: "10m" } })], { slug: "napping" });
const failing = pipelineOf([stepOf("no", { type: "assert", with: { that: false } })], { slug: "failing" });

function pipelineFor({ coming, strategy, isNamed, forEach, runOn }: Case): Pipeline {
  const error = errors[coming] ?? "execution";
  const on = isNamed ? error : error === "timeout" ? "execution" : "timeout";
  const subject = stepOf("subject", {
    ...steps[coming],
    onError: { strategy, value: "instead", on: [on] },
    forEach: forEach === "none" ? null : forEachOf([1, 2], { onItemError: forEach }),
  });
  return pipelineOf([subject, stepOf("follower", { dependsOn: ["subject"], runOn })], { slug: "parent" });
}

/** Does what people do in this case. */
async function intervene(org: OrgWorld, { coming }: Case): Promise<void> {
  if (coming === "answered") {
    const { items } = await org.store.listApprovals(
      { environment: null, run: null },
      { limit: 9, cursor: null },
    );
    for (const { run, step, item, attempt } of items)
      await org.store.answer({ run, step, item, attempt, by: "token:ada", output: {} });
  }
  if (coming === "child cancelled")
    for (const { id } of await org.runsOf("napping")) await org.store.requestCancel(id);
}

async function actualEnd(given: Case): Promise<End> {
  const org = createOrgWorld([pipelineFor(given), napping, failing]);
  const { id } = await org.start("parent");
  await org.settle();
  await intervene(org, given);
  await org.finish();
  const attempts = await org.attempts(id);
  const stateOf = (step: string) => {
    const own = attempts.filter((attempt) => attempt.step === step && attempt.item === -1);
    return (own.find(({ attempt }) => attempt === 0) ?? own.at(-1))?.state;
  };
  const { state } = await org.run(id);
  return { subject: stateOf("subject"), follower: stateOf("follower"), run: state } as End;
}

function casesOf(coming: Coming): readonly Case[] {
  const cases: Case[] = [];
  for (const strategy of ["fail", "skip", "fallback"] as const)
    for (const isNamed of [true, false])
      for (const forEach of ["none", "fail", "collect", "drop"] as const)
        for (const runOn of ["success", "failure", "always"] as const)
          cases.push({ coming, strategy, isNamed, forEach, runOn });
  return cases;
}

describe("a step that waits", () => {
  test.each(comings)("and comes to this: %s, ends with what follows by the tables", async (coming) => {
    for (const given of casesOf(coming))
      expect({ given, ...(await actualEnd(given)) }).toEqual({ given, ...expectedEnd(given) });
  });
});
