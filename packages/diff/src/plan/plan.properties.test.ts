import { problem, type AppliedState, type Pipeline, type Release } from "@lockstep/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { planCompared as plan, type UncomparedInput } from "../testing/plan-compared.ts";
import { compile, samplePipeline, sampleStep } from "../testing/sample-pipeline.ts";
import { applied, desired, lookup, planBetween, type Settings } from "../testing/sample-state.ts";
import { applyPlan } from "./apply-plan.ts";
import { selectChanges } from "./select-changes.ts";

const pipeline = fc
  .record({
    slug: fc.constantFrom("a", "b", "c", "d"),
    version: fc.constantFrom("1.0.0", "1.0.1", "1.1.0", "2.0.0"),
    title: fc.constantFrom("", "T"),
    team: fc.constantFrom(null, "data"),
    priority: fc.constantFrom("low", "high"),
    steps: fc.constantFrom(1, 2),
  })
  .map(({ priority, steps, ...more }) =>
    samplePipeline({
      ...more,
      steps: ["score", "load"].slice(0, steps).map((id) => sampleStep({ id, with: { priority } })),
    }),
  );
const pipelines = fc.uniqueArray(pipeline, { selector: ({ slug }) => slug, maxLength: 4 });
const settings: fc.Arbitrary<Settings> = fc.record({
  mode: fc.constantFrom("strict", "recreate"),
  semver: fc.constantFrom("enforce", "warn", "off"),
});
const broken = problem("SCHEMA", "broken", { file: "pipelines/a.pipeline.json" });

function inputOf(state: AppliedState, to: readonly Pipeline[], known: readonly Pipeline[]): UncomparedInput {
  const compiled = to.map((each) => compile(each));
  return { applied: state, desired: desired(compiled), releases: [], pipelines: lookup(known) };
}

const applying = { deploy: "deploy-9", at: "2026-02-01T00:00:00.000Z" };

test("nothing is planned from a state to itself", () => {
  fc.assert(
    fc.property(pipelines, settings, (same, chosen) => {
      const { plan: made, manifests } = planBetween({ from: same, to: same, settings: chosen });
      expect([made.changes, made.problems, manifests]).toEqual([[], [], []]);
    }),
  );
});

test("applying the plan gives the desired state, and nothing is left to plan", () => {
  fc.assert(
    fc.property(pipelines, pipelines, (from, to) => {
      const input = inputOf(applied(from.map((each) => compile(each))), to, [...from, ...to]);
      const { configuration } = input.desired;
      const after = applyPlan(input.applied, plan(input), { configuration, ...applying });
      const inForce = [...after.pipelines.values()].map(({ slug, manifest, uses }) => ({
        slug,
        manifest,
        uses,
      }));
      const wanted = to
        .map((each) => compile(each))
        .map(({ slug, manifest, uses }) => ({ slug, manifest, uses }));
      expect(new Set(inForce)).toEqual(new Set(wanted));
      expect(plan({ ...input, applied: after }).plan.changes).toEqual([]);
    }),
  );
});

test("order of pipelines means nothing", () => {
  fc.assert(
    fc.property(pipelines, pipelines, settings, (from, to, chosen) => {
      const turned = { from: from.toReversed(), to: to.toReversed(), settings: chosen };
      expect(planBetween(turned).plan).toEqual(planBetween({ from, to, settings: chosen }).plan);
    }),
  );
});

test("the hash follows what is done, never the revision", () => {
  fc.assert(
    fc.property(pipelines, pipelines, fc.string(), (from, to, revision) => {
      const input = inputOf(applied(from.map((each) => compile(each))), to, [...from, ...to]);
      const elsewhere = { ...input.desired, controlRevision: revision };
      const snapshot = { ...input.desired.snapshot, revision };
      const other = plan({ ...input, desired: { ...elsewhere, snapshot } });
      expect(other.plan.hash).toBe(plan(input).plan.hash);
    }),
  );
});

test("different changes, bases or policies have different hashes", () => {
  fc.assert(
    fc.property(pipelines, pipelines, pipelines, (from, to, other) => {
      const state = applied(from.map((each) => compile(each)));
      const known = [...from, ...to, ...other];
      const [first, second] = [plan(inputOf(state, to, known)), plan(inputOf(state, other, known))];
      const manifestsOf = (all: readonly Pipeline[]) => all.map((each) => compile(each).manifest).sort();
      const isSame = manifestsOf(to).join() === manifestsOf(other).join();
      fc.pre(!isSame);
      expect(first.plan.hash).not.toBe(second.plan.hash);
      const later = plan(inputOf({ ...state, sequence: state.sequence + 1 }, to, known));
      expect(later.plan.hash).not.toBe(first.plan.hash);
    }),
  );
});

test("a released content never changes under its version (I2)", () => {
  fc.assert(
    fc.property(fc.array(pipelines, { maxLength: 8 }), settings, (history, chosen) => {
      const strict: Settings = { ...chosen, mode: "strict" };
      const releases = new Map<string, Release>();
      let state = applied([], strict);
      for (const to of history) {
        const goal = desired(
          to.map((each) => compile(each)),
          strict,
        );
        const known = lookup(history.flat());
        const contents = plan({
          applied: state,
          desired: goal,
          releases: [...releases.values()],
          pipelines: known,
        });
        if (contents.plan.problems.some(({ severity }) => severity === "error")) continue;
        for (const { slug, version, content } of contents.manifests) {
          const claim = releases.get(`${slug}@${version}`);
          expect(claim?.content ?? content).toBe(content);
          const origin = { environment: "staging", revision: "", deploy: "", releasedAt: "" };
          releases.set(`${slug}@${version}`, { slug, version, content, ...origin });
        }
        state = applyPlan(state, contents, { configuration: goal.configuration, ...applying });
      }
    }),
  );
});

test("a revision with errors removes nothing (I6)", () => {
  fc.assert(
    fc.property(pipelines, pipelines, (from, to) => {
      const { plan: made } = planBetween({ from, to, problems: [broken] });
      expect(made.counts.pruned).toBe(0);
      expect(made.changes.every(({ kind }) => kind !== "prune")).toBe(true);
      expect(made.problems).toContainEqual(broken);
    }),
  );
});

test("only pipelines whose checksum or path differs have to be loaded", () => {
  fc.assert(
    fc.property(pipelines, pipelines, (from, to) => {
      const [before, after] = [from.map((each) => compile(each)), to.map((each) => compile(each))];
      const changed = selectChanges(applied(before), desired(after).snapshot).map(({ slug }) => slug);
      const manifests = new Map(before.map(({ slug, manifest }) => [slug, manifest]));
      const differing = after
        .filter(({ slug, manifest }) => manifests.get(slug) !== manifest)
        .map(({ slug }) => slug);
      const gone = before
        .map(({ slug }) => slug)
        .filter((slug) => !after.some((other) => other.slug === slug));
      expect(changed).toEqual([...differing, ...gone].sort());
    }),
  );
});
