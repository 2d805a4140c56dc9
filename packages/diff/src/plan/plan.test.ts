import type { ChangeKind, Pipeline, ProblemCode, Release } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { planCompared as plan } from "../testing/plan-compared.ts";
import { compile, samplePipeline, sampleStep } from "../testing/sample-pipeline.ts";
import { applied, desired, lookup, planBetween, released, type Settings } from "../testing/sample-state.ts";
import { describePlan } from "./describe-plan.ts";

const calm = samplePipeline({ version: "1.1.0" });
const loud: Pipeline = { ...calm, steps: [sampleStep({ with: { set: { priority: "high" } } })] };
const longer: Pipeline = { ...calm, steps: [...calm.steps, sampleStep({ id: "load" })] };
const stricter: Pipeline = {
  ...calm,
  input: { schema: { type: "object", required: ["text"] }, sample: null },
};

function at(version: string, pipeline: Pipeline): Pipeline {
  return { ...pipeline, version };
}

interface Row {
  readonly what: string;
  readonly from: readonly Pipeline[];
  readonly to: readonly Pipeline[];
  readonly releases?: readonly Release[];
  readonly settings?: Settings;
  readonly kinds: readonly ChangeKind[];
  readonly codes?: readonly ProblemCode[];
}

const recreate: Settings = { mode: "recreate" };

const rows: readonly Row[] = [
  { what: "creates what is new", from: [], to: [calm], kinds: ["create"] },
  { what: "updates to a new version", from: [calm], to: [at("1.1.1", loud)], kinds: ["update"] },
  { what: "updates to a version without news", from: [calm], to: [at("1.1.1", calm)], kinds: ["update"] },
  { what: "leaves equal manifests alone", from: [calm], to: [calm], kinds: [] },
  { what: "relabels", from: [calm], to: [{ ...calm, title: "T" }], kinds: ["relabel"] },
  { what: "retunes", from: [calm], to: [{ ...calm, timeout: "2h", title: "T" }], kinds: ["retune"] },
  { what: "reassigns", from: [calm], to: [{ ...calm, timeout: "2h", team: "data" }], kinds: ["reassign"] },
  { what: "prunes what is gone", from: [calm], to: [], kinds: ["prune"] },
  { what: "keeps what is gone when told so", from: [calm], to: [], settings: { prune: "keep" }, kinds: [] },
  {
    what: "refuses a released version with other content",
    from: [calm],
    to: [loud],
    releases: [released(calm)],
    kinds: ["update"],
    codes: ["IMMUTABLE_VERSION"],
  },
  {
    what: "refuses it where another environment released it",
    from: [],
    to: [loud],
    releases: [released(calm)],
    kinds: ["create"],
    codes: ["IMMUTABLE_VERSION"],
  },
  {
    what: "refuses it where it was applied before the environment was strict",
    from: [calm],
    to: [loud],
    kinds: ["update"],
    codes: ["IMMUTABLE_VERSION"],
  },
  {
    what: "refuses to go down to a version released with other content",
    from: [at("1.2.0", longer)],
    to: [loud],
    releases: [released(calm)],
    kinds: ["update"],
    codes: ["IMMUTABLE_VERSION"],
  },
  {
    what: "recreates in development",
    from: [calm],
    to: [loud],
    releases: [released(calm)],
    settings: recreate,
    kinds: ["update"],
  },
  {
    what: "reverts to a released version",
    from: [at("1.2.0", longer)],
    to: [calm],
    releases: [released(calm)],
    kinds: ["revert"],
  },
  {
    what: "refuses any other lower version",
    from: [calm],
    to: [at("1.0.9", loud)],
    kinds: ["update"],
    codes: ["SEMVER_DOWNGRADE"],
  },
  {
    what: "goes down freely in development",
    from: [calm],
    to: [at("1.0.9", loud)],
    settings: recreate,
    kinds: ["update"],
  },
  {
    what: "asks MINOR for a new shape",
    from: [calm],
    to: [at("1.1.1", longer)],
    kinds: ["update"],
    codes: ["SEMVER_TOO_SMALL"],
  },
  { what: "takes MINOR for a new shape", from: [calm], to: [at("1.2.0", longer)], kinds: ["update"] },
  {
    what: "asks MAJOR for a broken contract",
    from: [calm],
    to: [at("1.2.0", stricter)],
    kinds: ["update"],
    codes: ["SEMVER_TOO_SMALL"],
  },
  { what: "takes MAJOR for a broken contract", from: [calm], to: [at("2.0.0", stricter)], kinds: ["update"] },
  {
    what: "asks MAJOR below 1.0.0 too",
    from: [at("0.1.0", calm)],
    to: [at("0.2.0", stricter)],
    kinds: ["update"],
    codes: ["SEMVER_TOO_SMALL"],
  },
  {
    what: "lets versions grow as they like when told so",
    from: [calm],
    to: [at("1.1.1", longer)],
    settings: { semver: "off" },
    kinds: ["update"],
  },
];

describe("a plan", () => {
  test.each(rows)("$what", ({ from, to, releases = [], settings = {}, kinds, codes = [] }) => {
    const { plan: made } = planBetween({ from, to, releases, settings });
    expect(made.changes.map(({ kind }) => kind)).toEqual(kinds);
    expect(made.problems.map(({ code }) => code)).toEqual(codes);
  });
});

test("an applied manifest that cannot be read is named, not fatal", () => {
  const { plan: made } = plan({
    applied: applied([compile(calm)]),
    desired: desired([compile(at("1.1.1", loud))]),
    releases: [],
    pipelines: lookup([at("1.1.1", loud)]),
  });
  expect(made.changes[0]?.class).toBe("content");
  expect(made.changes[0]?.differences[0]?.sentence).toContain("applied manifest is missing or tampered");
});

test("a manifest of a hundred thousand differences is told in fifty sentences and a count", () => {
  const told = Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [`k${index}`, index]));
  const { plan: made } = planBetween({
    from: [calm],
    to: [at("1.1.1", { ...calm, steps: [sampleStep({ with: told })] })],
  });
  expect(made.changes[0]?.class).toBe("content");
  expect(made.changes[0]?.differences).toHaveLength(51);
  expect(made.changes[0]?.differences.at(-1)?.sentence).toBe("and at least 951 more differences");
});

test("a manifest that is only written differently says so", () => {
  const written = { ...compile(calm), manifest: compile(loud).manifest };
  const { plan: made } = plan({
    applied: applied([compile(calm)]),
    desired: desired([written]),
    releases: [],
    pipelines: new Map([
      [compile(calm).manifest, calm],
      [written.manifest, calm],
    ]),
  });
  expect(made.changes.map(({ kind, differences }) => [kind, differences[0]?.sentence])).toEqual([
    ["relabel", "the manifest is written differently and means the same"],
  ]);
});

test("a secret that only triggers use changes no behaviour", () => {
  const after = { ...calm, uses: { ...calm.uses, secrets: ["HOOK"] } };
  const [from, to] = [compile(calm), { ...compile(after), content: compile(calm).content }];
  const pipelines = new Map([
    [from.manifest, calm],
    [to.manifest, after],
  ]);
  const { plan: made } = plan({ applied: applied([from]), desired: desired([to]), releases: [], pipelines });
  expect(made.changes.map(({ kind }) => kind)).toEqual(["retrigger"]);
});

test("a moved file is relabelled without being read", () => {
  const moved = { ...compile(calm), path: "pipelines/support/triage.pipeline.json" };
  const input = { applied: applied([compile(calm)]), releases: [], pipelines: new Map() };
  const { plan: made } = plan({ ...input, desired: desired([moved]) });
  expect(made.changes.map(({ kind, differences }) => [kind, differences[0]?.sentence])).toEqual([
    [
      "relabel",
      "the file moved from pipelines/triage.pipeline.json to pipelines/support/triage.pipeline.json",
    ],
  ]);
});

test("a changed environment manifest is a change of its own, told setting by setting, and comes first", () => {
  const input = { applied: applied([]), releases: [], pipelines: new Map() };
  const { plan: made } = plan({ ...input, desired: desired([compile(calm)], { mode: "recreate" }) });
  expect(made.changes.map(({ kind, slug }) => [kind, slug])).toEqual([
    ["configure", "staging"],
    ["create", "triage"],
  ]);
  expect(made.changes[0]?.differences[0]?.sentence).toBe(
    'immutability.mode changed from "strict" to "recreate"',
  );
  expect(describePlan(made)).toBe("1 create, 1 configure");
});

test("says who joined and left the teams that gates name, and no address", () => {
  const before = { teams: { platform: ["github:ada", "github:bo"], old: ["github:ada"] } };
  const after = {
    teams: { platform: ["github:ada", "github:cy"], oncall: ["github:dee"], empty: [] },
    people: { "github:ada": ["email:ada@acme.example"] },
  };
  const input = { applied: applied([], before), releases: [], pipelines: new Map() };
  const { plan: made } = plan({ ...input, desired: desired([], after) });
  expect(made.changes.map(({ kind }) => kind)).toEqual(["configure"]);
  expect(made.changes[0]?.differences.map(({ sentence }) => sentence)).toEqual([
    "gates name team empty, with nobody",
    "gates no longer name team old",
    "gates name team oncall, with github:dee",
    "github:cy joined team platform",
    "github:bo left team platform",
    "github:ada has 1 further identity (1 new, 0 gone)",
  ]);
});
