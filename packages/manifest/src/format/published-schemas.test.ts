import { readFileSync } from "node:fs";

import { compileFixedSchema } from "@lockstep/schema";
import { describe, expect, test } from "vitest";

import { orderManifest } from "../../testing/order-manifest.ts";
import { publishedSchemas } from "./published-schemas.ts";

type Schema = { readonly [keyword: string]: unknown };

describe("the published schemas", () => {
  test.each(Object.entries(publishedSchemas()))(
    "%s is what the format says; else run `npm run schemas -w packages/manifest`",
    (file, schema) => {
      const path = new URL(`../../../../schemas/${file}`, import.meta.url);
      expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(schema);
    },
  );

  test.each(Object.entries(publishedSchemas()))("%s describes every field", (_file, schema) => {
    expect(undescribed(schema, "")).toEqual([]);
  });

  test("accept what compiles, and a pulled-in file", () => {
    const validate = compileFixedSchema(publishedSchemas()["pipeline.schema.json"] ?? {});
    const manifest = JSON.parse(orderManifest) as { steps: { with: object }[] };
    expect(validate(manifest)).toEqual([]);
    const [first] = manifest.steps;
    expect(
      validate({ ...manifest, steps: [{ ...first, with: { url: { $file: "files/url.txt" } } }] }),
    ).toEqual([]);
    expect(validate({ ...manifest, steps: [{ ...first, with: { ulr: "x" } }] })).not.toEqual([]);
  });
});

/** Named fields without a description; fields of nested plain values may go without. */
function undescribed(schema: Schema, path: string): string[] {
  const properties = Object.entries((schema["properties"] ?? {}) as { readonly [name: string]: Schema });
  return properties.flatMap(([name, field]) => [
    ...(field["description"] === undefined && field["$ref"] === undefined ? [`${path}/${name}`] : []),
    ...undescribed(field, `${path}/${name}`),
  ]);
}
