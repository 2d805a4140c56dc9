import { type Environment, environmentDefaults } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { compareConfigurations } from "./compare-configurations.ts";

const environment: Environment = {
  slug: "staging",
  title: "",
  ...environmentDefaults,
  tier: "staging",
  source: { ...environmentDefaults.source, branch: "develop" },
};

describe("two configurations", () => {
  test("differ setting by setting", () => {
    const approvals = { required: 2, from: ["platform"], excludeAuthor: true, expiresAfter: null };
    const to: Environment = {
      ...environment,
      apply: { ...environment.apply, maxPrune: 100 },
      gates: { ...environment.gates, approvals },
      variables: { COLOUR: "blue" },
    };
    expect(compareConfigurations(environment, to)).toEqual([
      { setting: "apply.maxPrune", from: environment.apply.maxPrune, to: 100 },
      { setting: "gates.approvals", from: null, to: approvals },
      { setting: "variables.COLOUR", from: null, to: "blue" },
    ]);
    expect(compareConfigurations(to, environment).map(({ to: value }) => value)).toEqual([
      environment.apply.maxPrune,
      null,
      null,
    ]);
  });

  test("are the same whatever the order in which they are written", () => {
    const { slug, ...rest } = environment;
    expect(compareConfigurations(environment, { ...rest, slug })).toEqual([]);
  });
});
