import { describe, expect, test } from "vitest";

import { pipelineFile } from "../../testing/pipeline-file.ts";
import { compileSnapshot } from "../compile/compile-snapshot.ts";

const read = "{{ steps.read.output }}";
const echo = (id: string, dependsOn: readonly string[], more: object = {}) => ({
  id,
  type: "echo",
  dependsOn,
  with: { value: 1 },
  ...more,
});
const condition = "{{ input.go == true }}";

/** Codes of a pipeline in which `reader` reads the output of `read`. */
function codesOf(steps: readonly object[], output?: string): readonly string[] {
  const file = pipelineFile("ways", {
    steps,
    ...(output === undefined ? {} : { output: { value: output } }),
  });
  return compileSnapshot("r1", [file], () => null).problems.map(({ code }) => code);
}

const reader = (dependsOn: readonly string[], more: object = {}) =>
  echo("reader", dependsOn, { with: { value: read }, ...more });

describe("reading the output of a step", () => {
  test.each([
    ["that always runs", [echo("read", []), reader(["read"])]],
    [
      "that is an ancestor by way of another",
      [echo("read", []), echo("between", ["read"]), reader(["between"])],
    ],
    [
      "that fails the run when its condition does not hold",
      [echo("read", [], { when: condition, whenUnmet: "fail" }), reader(["read"])],
    ],
    [
      "that takes its readers along when it is skipped",
      [echo("read", [], { when: condition, whenUnmet: "skip-cascade" }), reader(["read"])],
    ],
    [
      "that is skipped along with its reader",
      [
        echo("gate", [], { when: condition, whenUnmet: "skip-cascade" }),
        echo("read", ["gate"]),
        reader(["read"]),
      ],
    ],
    [
      "that gives a fallback when it fails",
      [echo("read", [], { onError: { strategy: "fallback", value: 1 } }), reader(["read"])],
    ],
    ["in a finaliser, as far as skipping goes", [echo("read", []), reader(["read"], { runOn: "always" })]],
    [
      "with optional syntax",
      [
        echo("read", [], { when: condition }),
        reader(["read"], { with: { value: "{{ steps.read.?output.orValue(1) }}" } }),
      ],
    ],
    [
      "behind has()",
      [
        echo("read", [], { when: condition }),
        reader(["read"], { with: { value: "{{ has(steps.read.output) }}" } }),
      ],
    ],
    [
      "of which only the status is read",
      [
        echo("read", [], { when: condition }),
        reader(["read"], { with: { value: "{{ steps.read.status }}" } }),
      ],
    ],
  ])("%s is allowed", (_what, steps) => {
    expect(codesOf(steps)).toEqual([]);
  });

  test.each([
    ["whose condition may not hold", [echo("read", [], { when: condition }), reader(["read"])]],
    [
      "that only runs after a failure",
      [echo("first", []), echo("read", ["first"], { runOn: "failure" }), reader(["read"])],
    ],
    [
      "that is skipped when it fails",
      [echo("read", [], { onError: { strategy: "skip", on: ["timeout"] } }), reader(["read"])],
    ],
    [
      "that is skipped with another, while its reader runs always",
      [
        echo("gate", [], { when: condition, whenUnmet: "skip-cascade" }),
        echo("read", ["gate"]),
        reader(["read"], { runOn: "always" }),
      ],
    ],
    [
      "with the guard in the wrong place",
      [
        echo("read", [], { when: condition }),
        reader(["read"], { with: { value: "{{ steps.read.output.?a.orValue(1) }}" } }),
      ],
    ],
  ])("%s needs optional syntax", (_what, steps) => {
    expect(codesOf(steps)).toEqual(["EXPR_MAYBE_SKIPPED"]);
  });

  test("needs optional syntax in the run's output, where nothing is skipped along", () => {
    const steps = [echo("read", [], { when: condition, whenUnmet: "skip-cascade" })];
    expect(codesOf(steps, read)).toEqual(["EXPR_MAYBE_SKIPPED"]);
  });

  test.each([
    ["beside it", [echo("read", []), reader([])]],
    ["after it", [echo("read", ["reader"]), reader([])]],
    ["that is itself", [echo("read", [], { with: { value: read } })]],
  ])("%s is refused", (_what, steps) => {
    expect(codesOf(steps)).toEqual(["EXPR_NOT_ANCESTOR"]);
  });
});
