import type { Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "../testing/fake-http-client.ts";
import { httpStep, pipelineOf, stepOf } from "../testing/pipelines.ts";
import { createWorld } from "../testing/run-world.ts";

/** How the dependency comes to its end, with the steps that make it so. */
const dependencies = {
  completed: httpStep("dep", { path: "ok" }),
  failed: httpStep("dep", { path: "bad" }),
  fallback: httpStep("dep", { path: "bad", onError: { strategy: "fallback", value: 1, on: ["any"] } }),
  forgiven: httpStep("dep", { path: "bad", onError: { strategy: "skip", value: null, on: ["any"] } }),
  unmet: httpStep("dep", { path: "ok", when: "{{ false }}" }),
  cascade: httpStep("dep", { path: "ok", when: "{{ false }}", whenUnmet: "skip-cascade" }),
} as const;

type DependencyEnd = keyof typeof dependencies;

const signals: Record<DependencyEnd, "success" | "failure" | "cascade"> = {
  completed: "success",
  failed: "failure",
  fallback: "success",
  forgiven: "success",
  unmet: "success",
  cascade: "cascade",
};

const conditions = {
  absent: null,
  holds: "{{ true }}",
  unmet: "{{ false }}",
  broken: "{{ input.nothing }}",
} as const;

interface Case {
  readonly dependency: DependencyEnd;
  readonly runOn: Step["runOn"];
  readonly when: keyof typeof conditions;
  readonly whenUnmet: Step["whenUnmet"];
  readonly path: "ok" | "bad";
  readonly strategy: Step["onError"]["strategy"];
}

interface End {
  readonly subject: "completed" | "failed" | "skipped";
  /** Whether a dependant with `runOn: success` runs. */
  readonly isFollowed: boolean;
}

/** The table of docs/spec/runs.md, written down a second time as guard clauses. */
function expectedEnd({ dependency, runOn, when, whenUnmet, path, strategy }: Case): End {
  const signal = signals[dependency];
  const ownSkip: End = { subject: "skipped", isFollowed: whenUnmet !== "skip-cascade" };
  if (runOn === "success" && signal !== "success") return { subject: "skipped", isFollowed: false };
  if (runOn === "failure" && signal === "cascade") return { subject: "skipped", isFollowed: false };
  if (runOn === "failure" && signal === "success") return ownSkip;
  if (when === "unmet" && whenUnmet !== "fail") return ownSkip;
  const fails = when === "unmet" || when === "broken" || path === "bad";
  if (!fails) return { subject: "completed", isFollowed: true };
  if (strategy === "fail") return { subject: "failed", isFollowed: false };
  return { subject: strategy === "skip" ? "skipped" : "completed", isFollowed: true };
}

function casesOf(dependency: DependencyEnd, runOn: Step["runOn"]): Case[] {
  const cases: Case[] = [];
  for (const when of Object.keys(conditions) as (keyof typeof conditions)[])
    for (const whenUnmet of ["skip", "skip-cascade", "fail"] as const)
      for (const path of ["ok", "bad"] as const)
        for (const strategy of ["fail", "skip", "fallback"] as const)
          cases.push({ dependency, runOn, when, whenUnmet, path, strategy });
  return cases;
}

async function actualEnd(given: Case): Promise<End & { readonly run: string }> {
  const { dependency, runOn, when, whenUnmet, path, strategy } = given;
  const subject = httpStep("subject", {
    path,
    dependsOn: ["dep"],
    runOn,
    when: conditions[when],
    whenUnmet,
    onError: { strategy, value: "instead", on: ["any"] },
  });
  const follower = stepOf("follower", { dependsOn: ["subject"] });
  const world = await createWorld(pipelineOf([dependencies[dependency], subject, follower]), {
    input: {},
    http: createFakeHttpClient(({ url }) => (url.pathname === "/bad" ? { status: 500 } : { json: "fine" })),
  });
  const run = await world.execute();
  const attempts = await world.attempts();
  const verdict = (step: string) =>
    attempts.filter((attempt) => attempt.step === step).sort((a, b) => a.attempt - b.attempt);
  const own = verdict("subject");
  const subjectState = (own.find(({ attempt }) => attempt === 0) ?? own.at(-1))?.state;
  return {
    subject: subjectState as End["subject"],
    isFollowed: verdict("follower").at(-1)?.state === "completed",
    run: run.state,
  };
}

describe.each(Object.keys(dependencies) as DependencyEnd[])("after a dependency that is %s", (dependency) => {
  test.each(["success", "failure", "always"] as const)(
    "a step with runOn %s ends by the table",
    async (runOn) => {
      for (const given of casesOf(dependency, runOn)) {
        const expected = expectedEnd(given);
        const isFailed = dependency === "failed" || expected.subject === "failed";
        expect({ given, ...(await actualEnd(given)) }).toEqual({
          given,
          ...expected,
          run: isFailed ? "failed" : "completed",
        });
      }
    },
  );
});
