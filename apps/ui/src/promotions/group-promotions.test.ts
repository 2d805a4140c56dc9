import { expect, test } from "vitest";

import type { DeployState, DeploySummary, Verdict } from "../deploys/deploy-queries.ts";
import { verdict } from "../deploys/verdict.fixture.ts";
import { groupPromotions, type PromotionFacts, stageOf } from "./group-promotions.ts";
import type { Promotion } from "./promotion-queries.ts";
import { type Stage, stages } from "./stages.ts";

const person = verdict("approvals", { verdict: "waiting" });
const time = verdict("soak", { verdict: "waiting", opensAt: "2026-01-01T00:00:00.000Z" });
const openGate = verdict("validity");

const cases: readonly (readonly [DeployState, readonly Verdict[] | null, Stage])[] = [
  ["planned", null, "waiting-checks"],
  ["waiting", null, "waiting-checks"],
  ["waiting", [openGate, time], "waiting-checks"],
  ["waiting", [openGate, person], "waiting-approval"],
  ["waiting", [time, person], "waiting-approval"],
  ["waiting", [openGate], "ready"],
  ["applying", null, "applying"],
  ["failed", null, "applying"],
  ["applied", null, "done"],
  ["refused", null, "refused"],
  ["rejected", [person], "refused"],
  ["superseded", null, "superseded"],
];

test.each(cases)("%s is found under its stage", (state, verdicts, stage) => {
  expect(stageOf(state, verdicts)).toBe(stage);
});

function pair(to: string, state: Promotion["state"]): Promotion {
  const side = (environment: string) => ({ environment, branch: environment, revision: null });
  const counts = { ahead: 1, tuning: 0, missing: 0, behind: 0, same: 0 };
  return { from: side("staging"), to: side(to), state, because: "", next: "", counts, deploy: null };
}

function deploy(id: string, environment: string, state: DeployState): DeploySummary {
  return { id, environment, state } as DeploySummary;
}

function idsByStage(facts: PromotionFacts): Partial<Record<Stage, readonly string[]>> {
  const groups = groupPromotions(facts);
  return Object.fromEntries(
    stages
      .map(
        (stage) =>
          [
            stage,
            groups[stage].map((one) => (one.kind === "pair" ? one.promotion.to.environment : one.deploy.id)),
          ] as const,
      )
      .filter(([, ids]) => ids.length > 0),
  );
}

test("every deploy of an upper environment is in exactly one stage, others in none", () => {
  const facts = {
    promotions: [pair("production", "waiting")],
    deploys: [
      deploy("a", "production", "waiting"),
      deploy("b", "production", "applied"),
      deploy("c", "staging", "applied"),
      deploy("d", "production", "refused"),
    ],
    verdicts: new Map([["a", [person]]]),
  };
  expect(idsByStage(facts)).toEqual({ "waiting-approval": ["a"], done: ["b"], refused: ["d"] });
});

test("a pair is ready while its lower environment is ahead and nothing is on its way", () => {
  const facts = (state: Promotion["state"]) => ({
    promotions: [pair("production", state)],
    deploys: [],
    verdicts: new Map(),
  });
  expect(idsByStage(facts("ahead"))).toEqual({ ready: ["production"] });
  expect(idsByStage(facts("in-step"))).toEqual({});
  expect(idsByStage(facts("held"))).toEqual({});
});
