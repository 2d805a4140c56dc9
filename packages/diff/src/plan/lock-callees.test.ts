import { problem } from "@lockstep/model";
import { expect, test } from "vitest";

import { compile, samplePipeline } from "../testing/sample-pipeline.ts";
import { applied, desired } from "../testing/sample-state.ts";
import { plan } from "./plan.ts";

test("calls are locked to the version and content that the revision has", () => {
  const [caller, callee] = [samplePipeline({ slug: "caller" }), samplePipeline({ version: "1.4.0" })];
  const call = (range: string) => compile(caller, [{ slug: "triage", range }]);
  const input = { applied: applied([]), releases: [], pipelines: new Map() };
  const good = plan({ ...input, desired: desired([call("^1.2.0"), compile(callee)]) });
  const lock = { caller: "caller", callee: "triage", range: "^1.2.0", version: "1.4.0" };
  expect(good.plan.locks).toEqual([{ ...lock, content: compile(callee).content }]);
  const bad = plan({ ...input, desired: desired([call("^2.0.0"), compile(callee)]) });
  expect(bad.plan.problems.map(({ code, message }) => [code, message])).toEqual([
    ["CALLEE_UNKNOWN", "caller calls triage@^2.0.0, but triage has version 1.4.0 in this revision."],
  ]);
});

test("a callee whose manifest is broken is not called unknown", () => {
  const broken = problem("SCHEMA", "bad", { file: "pipelines/triage.pipeline.json" });
  const caller = compile(samplePipeline({ slug: "caller" }), [{ slug: "triage", range: "1.0.0" }]);
  const input = { applied: applied([]), releases: [], pipelines: new Map() };
  const { plan: made } = plan({ ...input, desired: desired([caller], {}, [broken]) });
  expect(made.problems).toEqual([broken]);
});
