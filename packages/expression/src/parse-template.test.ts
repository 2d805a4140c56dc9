import { describe, expect, test } from "vitest";

import { parseTemplate } from "./parse-template.ts";

function split(text: string): readonly (string | readonly [number, string])[] {
  return parseTemplate(text).parts.map((part) =>
    part.kind === "text" ? part.text : [part.offset, part.source],
  );
}

describe("a template is split", () => {
  test.each<[string, readonly (string | readonly [number, string])[]]>([
    ["", []],
    ["plain } }} {", ["plain } }} {"]],
    ["{{ a }}", [[2, " a "]]],
    ["x{{a}}y{{b}}", ["x", [3, "a"], "y", [9, "b"]]],
    ["{{ '}}' }}", [[2, " '}}' "]]],
    ['{{ "\\"}}" }}', [[2, ' "\\"}}" ']]],
    ["{{ '''it's }}''' }}", [[2, " '''it's }}''' "]]],
    ["{{ {'a': {'b': 1}} }}", [[2, " {'a': {'b': 1}} "]]],
    ["{{{'a': {'b': 1}}}}", [[2, "{'a': {'b': 1}}"]]],
    ["{{ a // }}\n }}", [[2, " a // }}\n "]]],
    [
      "{{ '{{' }}{{ 1 }}",
      [
        [2, " '{{' "],
        [12, " 1 "],
      ],
    ],
  ])("%j", (text, parts) => {
    expect(split(text)).toEqual(parts);
  });

  test("and known to be a single expression only without other text", () => {
    expect(parseTemplate("{{ a }}").whole).toBe(" a ");
    expect(parseTemplate("{{ a }} ").whole).toBeNull();
    expect(parseTemplate("{{ a }}{{ b }}").whole).toBeNull();
  });

  test.each([
    ["a {{ b", 2, "no matching '}}'"],
    ["{{ a }} {{ 'b }}", 11, "is not closed"],
    ["{{ a // b }}", 5, "runs to the end"],
  ])("%j is refused at %i", (text, offset, message) => {
    expect(() => parseTemplate(text)).toThrow(
      expect.objectContaining({ offset, message: expect.stringContaining(message) as string }) as Error,
    );
  });
});
