import type { Pipeline } from "@lockstep/model";
import { expect, test } from "vitest";

import { planCompared as plan } from "../testing/plan-compared.ts";
import { compile, samplePipeline, sampleStep } from "../testing/sample-pipeline.ts";
import { applied, desired, lookup, planBetween, released } from "../testing/sample-state.ts";

const calm = samplePipeline({ version: "1.1.0" });
const loud: Pipeline = { ...calm, steps: [sampleStep({ with: { set: { priority: "high" } } })] };
const longer: Pipeline = { ...calm, steps: [...calm.steps, sampleStep({ id: "load" })] };

function at(version: string, pipeline: Pipeline): Pipeline {
  return { ...pipeline, version };
}

test("a refused rewrite names checksums, origin, what changed in behaviour and the version to use", () => {
  const retitled = { ...loud, title: "Louder" };
  const { plan: made } = planBetween({ from: [calm], to: [retitled], releases: [released(calm, "staging")] });
  const [found] = made.problems;
  expect(found).toMatchObject({
    file: "pipelines/triage.pipeline.json",
    path: "/version",
    fix: "Bump `version` to at least 1.1.1.",
    facts: {
      released: compile(calm).content,
      found: compile(loud).content,
      revision: "c".repeat(40),
      environment: "staging",
      deploy: "deploy-1",
      smallestVersion: "1.1.1",
      differences: ['step score: with.set.priority changed from "low" to "high"'],
    },
  });
  expect(found?.message).toContain('step score: with.set.priority changed from "low" to "high"');
});

test.each([
  ["the shape asks for MINOR", longer, [released(calm)], "1.2.0"],
  ["that version is taken by other content", loud, [released(calm), released(at("1.1.1", longer))], "1.1.2"],
  ["that version already has this content", loud, [released(calm), released(at("1.1.1", loud))], "1.1.1"],
])("the smallest version is free and large enough: %s", (_why, to, releases, smallest) => {
  const { plan: made } = planBetween({ from: [calm], to: [to], releases });
  expect(made.problems[0]?.facts?.["smallestVersion"]).toBe(smallest);
});

test("a downgrade names the way back", () => {
  const { plan: made } = planBetween({ from: [calm], to: [at("1.0.9", loud)] });
  expect(made.problems[0]?.fix).toBe(
    "Bump `version` to at least 1.1.1, or go back to a released version by reverting the commit that replaced it.",
  );
});

test("growth that is only wished for is a warning", () => {
  const { plan: made } = planBetween({
    from: [calm],
    to: [at("1.1.1", longer)],
    settings: { semver: "warn" },
  });
  expect(made.problems.map(({ code, severity }) => [code, severity])).toEqual([
    ["SEMVER_TOO_SMALL", "warning"],
  ]);
});

test("immutability is judged by the policy in force, not by the one a commit brings", () => {
  const { plan: made } = plan({
    applied: applied([compile(calm)], { mode: "strict" }),
    desired: desired([compile(loud)], { mode: "recreate" }),
    releases: [released(calm)],
    pipelines: lookup([calm, loud]),
  });
  expect(made.problems.map(({ code }) => code)).toEqual(["IMMUTABLE_VERSION"]);
});
