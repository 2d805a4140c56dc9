import type { Json } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { evaluateExpression } from "../evaluate-template.ts";

const scope = {
  input: { n: 2.5, list: [3, 1, 2], users: [{ id: 1 }, { id: 2 }, { id: 1 }], map: { b: 1, a: 2 } },
};

describe("the functions", () => {
  test.each<[string, Json]>([
    ["urlEncode('a b/ü?')", "a%20b%2F%C3%BC%3F"],
    ["urlEncode(input.n)", "2.5"],
    ["toJson(input.map)", '{"b":1,"a":2}'],
    ["toJson([1, null, 'x'])", '[1,null,"x"]'],
    ["parseJson('{\"a\": [1]}').a[0]", 1],
    ["sha256('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["base64('ü')", "w7w="],
    ["lower('ÄB')", "äb"],
    ["upper('äb')", "ÄB"],
    ["trim('  a\\n')", "a"],
    ["split('a,b,,c', ',')", ["a", "b", "", "c"]],
    ["join(['a', 1, true], '-')", "a-1-true"],
    ["join(['a', 'b'])", "ab"],
    ["['a', 'b'].join('+')", "a+b"],
    ["replace('a.b.c', '.', '$&')", "a$&b$&c"],
    ["round(input.n)", 3],
    ["floor(input.n)", 2],
    ["ceil(-input.n)", -2],
    ["floor(7)", 7],
    ["min(input.list)", 1],
    ["max(input.list)", 3],
    ["min(2, input.n)", 2],
    ["max(['a', 'c', 'b'])", "c"],
    ["sum(input.list) + sum([])", 6],
    ["sum(input.list.map(x, x * 0.5))", 3],
    ["unique(input.users)", [{ id: 1 }, { id: 2 }]],
    ["unique([1, 1.0, '1'])", [1, "1"]],
    ["flatten([[1, [2]], 3, []])", [1, [2], 3]],
    ["keys(input.map)", ["a", "b"]],
    ["values(input.map)", [2, 1]],
    ["bytes('{\"a\": 1}').json().a", 1],
    ["timestamp('2026-01-02T03:04:05Z') + duration('1h')", "2026-01-02T04:04:05.000Z"],
    ["timestamp('2026-07-02T03:04:05Z').getHours('Europe/Berlin')", 5],
  ])("%s gives %j", (source, expected) => {
    expect(evaluateExpression(source, scope)).toEqual(expected);
  });

  test.each<[string, string, number]>([
    ["1 + round('2')", "round() takes numbers only", 4],
    ["min([])", "min() of an empty list", 0],
    ["max(['a', 1])", "max() cannot compare text with numbers", 0],
    ["parseJson('{')", "parseJson() got text that is not JSON", 0],
    ["join([null], ',')", "join() got null", 0],
    ["'a'.matches('(?=a)')", "RE2 syntax", 0],
    ["1 in input.n", "'in' looks into lists and maps only", 0],
    ["bytes('a')", "bytes", 0],
    ["9007199254740993", "2^53", 0],
    ["1.0 / 0.0", "division by zero", 0],
    ["1 / 0", "division by zero", 0],
    ["{1: 2}", "must be text", 1],
    ["bool('secret')", "bool() takes", 0],
  ])("%s fails with %s", (source, message, offset) => {
    expect(() => evaluateExpression(source, scope)).toThrow(
      expect.objectContaining({ offset, message: expect.stringContaining(message) as string }) as Error,
    );
  });
});
