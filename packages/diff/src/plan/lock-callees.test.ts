import { expect, test } from "vitest";

import { planCompared as plan } from "../testing/plan-compared.ts";
import { compile, samplePipeline } from "../testing/sample-pipeline.ts";
import { applied, desired } from "../testing/sample-state.ts";

const callee = compile(samplePipeline({ version: "1.4.0" }));
const caller = compile(samplePipeline({ slug: "caller" }), [{ slug: "triage", range: "^1.2.0" }]);
const input = { releases: [], pipelines: new Map() };

test("a call is locked to the version and content that the revision has", () => {
  const { plan: made } = plan({ ...input, applied: applied([]), desired: desired([caller, callee]) });
  const lock = { caller: "caller", callee: "triage", range: "^1.2.0", version: "1.4.0" };
  expect(made.locks).toEqual([{ ...lock, content: callee.content }]);
});

test("a callee that changes moves the lock of a caller that does not", () => {
  const state = applied([caller, callee]);
  const newer = compile(samplePipeline({ version: "1.5.0" }));
  const { plan: made } = plan({ ...input, applied: state, desired: desired([caller, newer]) });
  expect(made.changes.map(({ slug }) => slug)).toEqual(["triage"]);
  expect(made.locks.map(({ version }) => version)).toEqual(["1.5.0"]);
});

test("a call of what the revision does not have has no lock", () => {
  const { plan: made } = plan({ ...input, applied: applied([]), desired: desired([caller]) });
  expect(made.locks).toEqual([]);
});
