import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { acmeEnvironments, acmePipelines, readAcme } from "../../testing/acme.ts";
import { orderManifest } from "../../testing/order-manifest.ts";
import { formatManifest } from "./format-manifest.ts";

const texts = [...acmePipelines, ...acmeEnvironments].map((path) => new TextDecoder().decode(readAcme(path)));

describe("formatting", () => {
  test.each([orderManifest, ...texts])("changes no value and is stable", (text) => {
    const formatted = formatManifest(text);
    expect(JSON.parse(formatted)).toEqual(JSON.parse(text));
    expect(formatManifest(formatted)).toBe(formatted);
    expect(formatManifest(JSON.stringify(JSON.parse(text)))).toBe(formatted);
  });

  test("is stable for any JSON", () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        // What a manifest may not hold at all.
        const allowed = text.replaceAll("__proto__", "proto").replaceAll(/\p{Bidi_Control}/gu, "-");
        const once = formatManifest(allowed);
        return formatManifest(once) === once;
      }),
    );
  });

  test("puts fields into the order of the format and short values on one line", () => {
    const text =
      '{"steps":[{"with":{"value":{"b":1,"a":[]}},"type":"echo","id":"a"}],"$schema":"x","slug":"ab","kind":"Pipeline"}';
    expect(formatManifest(text)).toBe(`{
  "$schema": "x",
  "kind": "Pipeline",
  "slug": "ab",
  "steps": [
    {
      "id": "a",
      "type": "echo",
      "with": {
        "value": { "b": 1, "a": [] }
      }
    }
  ]
}
`);
  });

  test("keeps references to files", () => {
    expect(formatManifest('{"kind":"Pipeline","steps":[{"$file":"files/a.json"}]}')).toContain(
      '{ "$file": "files/a.json" }',
    );
  });

  test("refuses what is not JSON and says where", () => {
    expect(() => formatManifest('{\n  "a": 1,\n}')).toThrow(
      "Line 2, column 9: A comma stands before a closing bracket.",
    );
  });
});
