import type { Json } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { evaluateJson } from "./evaluate-json.ts";

const scope = {
  input: { ticketId: "T 1", dryRun: false, pages: [1, 2] },
  steps: {
    fetch: { status: "completed", output: [{ body: { customers: [] } }] },
    check: { status: "completed", output: { valid: [{ id: "1" }], invalid: [] } },
    load: { status: "skipped" },
    customer: { output: { body: { tier: "premium" } } },
    classify: { output: { category: "billing", confidence: 0.41 } },
    review: { status: "skipped" },
  },
  vars: { URL: "https://crm.example" },
  secrets: { TOKEN: "s3cret" },
  run: { id: "r-1" },
  trigger: { headers: { "x-delivery-id": "d-1" }, body: { ticket: { id: 7 } } },
};

describe("JSON with templates", () => {
  test.each<[Json, Json]>([
    ["Bearer {{ secrets.TOKEN }}", "Bearer s3cret"],
    ["{{ vars.URL }}/customers/{{ urlEncode(input.ticketId) }}", "https://crm.example/customers/T%201"],
    ["{{ {'output': steps.fetch.output} }}", { output: scope.steps.fetch.output }],
    ["{{ !input.dryRun && size(steps.check.output.valid) > 0 }}", true],
    ["{{ size(steps.check.output.invalid) }} customers were rejected", "0 customers were rejected"],
    ["{{ steps.load.?output.rowCount.orValue(0) }}", 0],
    ["{{ toJson(steps.check.output.valid) }}", '[{"id":"1"}]'],
    [
      "{{ steps.customer.output.body != null && steps.customer.output.body.?tier.orValue('') == 'premium' ? 'high' : (steps.classify.output.category == 'billing' ? 'normal' : 'low') }}",
      "high",
    ],
    ["{{ steps.classify.output.confidence < 0.7 }}", true],
    ["{{ steps.review.?output.category.orValue(steps.classify.output.category) }}", "billing"],
    ["{{ steps.review.status == 'completed' }}", false],
    ["{{ trigger.headers['x-delivery-id'] }}", "d-1"],
    ["{{ trigger.body.ticket.?channel.orValue('web') }}", "web"],
    [
      { a: ["{{ input.pages }}", { "{{ b }}": "{{ run.id }}-x" }], c: 1, d: null },
      { a: [[1, 2], { "{{ b }}": "r-1-x" }], c: 1, d: null },
    ],
  ])("%j gives %j", (value, expected) => {
    expect(evaluateJson(value, scope)).toEqual(expected);
  });

  test("names the place of a template that fails", () => {
    expect(() => evaluateJson({ a: ["", { "b/c": "x {{ input.pagse }}" }] }, scope)).toThrow(
      expect.objectContaining({
        path: "/a/1/b~1c",
        offset: 11,
        message: "input has no 'pagse'; it has 'pages'",
      }) as Error,
    );
  });

  test("keeps a member called __proto__ as a member", () => {
    const value = JSON.parse('{"__proto__": "{{ run.id }}"}') as Json;
    expect(JSON.stringify(evaluateJson(value, scope))).toBe('{"__proto__":"r-1"}');
  });
});
