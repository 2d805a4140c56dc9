import type { Json } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { evaluateTemplate } from "./evaluate-template.ts";

const scope = {
  input: { count: 3, n: 4, name: "Ada", tags: ["a", "b"], nothing: null, pages: [1, 2, 3] },
  steps: {
    score: { output: { priority: "high", ratio: 0.5 }, status: "completed" },
    review: { status: "skipped" },
    customer: { output: { body: null } },
  },
  run: { id: "r-1" },
} as const satisfies Json;

describe("a template", () => {
  test.each<[string, Json]>([
    ["plain", "plain"],
    ["{{ input }}", scope.input],
    ["{{ input.count + 1 }}", 4],
    ["{{ 1.5 * input.n }}", 6],
    ["{{ input.n * 2 == 8 }}", true],
    ["{{ size(input.tags) > 1 }}", true],
    ["{{ size(input.tags) == 2.0 }}", true],
    ["{{ input.count % 2 }}", 1],
    ["{{ input.count > 2 && input.count <= 3 }}", true],
    ["{{ input.pages[0] + input.pages[input.count - 1] }}", 4],
    ["{{ input.tags[1] }}", "b"],
    ["{{ 3 in input.pages }}", true],
    ["{{ input.pages == [1, 2, 3] }}", true],
    ["{{ input.pages.map(p, p * 2) }}", [2, 4, 6]],
    ["{{ input.pages.filter(p, p > 1).map(p, {'page': p}) }}", [{ page: 2 }, { page: 3 }]],
    ["{{ input.pages.exists(p, p == 2) }}", true],
    ["{{ {'output': steps.score.output} }}", { output: { priority: "high", ratio: 0.5 } }],
    ["{{ steps.review.?output.category.orValue(steps.score.output.priority) }}", "high"],
    ["{{ steps.review.?output.text.orValue(null) }}", null],
    ["{{ steps.review.?output }}", null],
    ["{{ has(steps.review.output) }}", false],
    ["{{ has(steps.score.output.priority) }}", true],
    [
      "{{ steps.customer.output.body != null && steps.customer.output.body.?tier.orValue('') == 'x' }}",
      false,
    ],
    ["{{ steps.customer.output.body.?tier.orValue('none') }}", "none"],
    ["a {{ input.name }} b {{ input.count }} {{ input.tags }}", 'a Ada b 3 ["a","b"]'],
    ["{{ input.name.matches('^A') }}", true],
    ["{{ '}}' + '{{' }}", "}}{{"],
    ["{{ toJson(input.tags) }}", '["a","b"]'],
    ["{{ cel.bind(x, input.count, x + x) }}", 6],
    ["{{ input.?missing.hasValue() }}", false],
    ["{{ input[?'count'].orValue(0) }}", 3],
    ["{{ optional.of(1).orValue(2) }}", 1],
    ["{{ 'Ada' == input.name ? 1 : 2 }}", 1],
    ["{{ input.tags + ['c'] }}", ["a", "b", "c"]],
    ["{{ -input.count }}", -3],
    ["{{ 9 / 2 }}", 4],
    ["{{ input.count / 2 }}", 1.5],
    ["{{ string(input.count) + 'x' }}", "3x"],
    ["{{ int('7') }}", 7],
  ])("%s gives %j", (text, expected) => {
    expect(evaluateTemplate(text, scope)).toEqual(expected);
  });

  test.each<[string, string]>([
    ["{{ steps.score.output.prioritty }}", "steps.score.output has no 'prioritty'; it has 'priority'"],
    ["{{ input.tags[5] }}", "input.tags has 2 items and no item '5'"],
    ["{{ input.nothing.x }}", "input.nothing is null and has no 'x'"],
    ["{{ input.__proto__ }}", "input has no '__proto__'"],
    ["{{ input.constructor }}", "input has no 'constructor'"],
    ["{{ constructor }}", "there is no name 'constructor' here"],
    ["a {{ input.nothing }}", "null"],
    ["{{ input.name + 1 }}", "no such overload"],
  ])("%s fails with %s", (text, message) => {
    expect(() => evaluateTemplate(text, scope)).toThrow(message);
  });
});
