import { compileFixedSchema, describeErrors } from "@lockstep/schema";
import { expect } from "vitest";

import type { OpenApiDocument } from "../openapi/build-document.ts";

type Check = (
  response: Response,
  request: { readonly method: string; readonly path: string },
) => Promise<void>;

/** Fails a test when a response is not what the OpenAPI document says, extra fields included. */
export function conformsToDocument(document: OpenApiDocument): Check {
  const $defs = exact(document.components.schemas);
  const validators = new Map<string, ReturnType<typeof compileFixedSchema>>();
  return async (response, { method, path }) => {
    const found = findResponse(document, { method, path, status: response.status });
    if (found === null) return;
    const type = response.headers.get("Content-Type")?.split(";")[0] ?? "none";
    if (found.content === undefined) {
      expect(await response.text(), `${found.name} has no body`).toBe("");
      return;
    }
    expect(Object.keys(found.content), found.name).toContain(type);
    const schema = found.content[type]?.schema;
    if (!type.endsWith("json") || schema === undefined) return;
    const validate =
      validators.get(found.name) ?? compileFixedSchema({ ...(exact(schema) as object), $defs });
    validators.set(found.name, validate);
    expect(describeErrors(validate(await response.json())), found.name).toEqual([]);
  };
}

interface FoundResponse {
  readonly name: string;
  readonly content?: { readonly [type: string]: { readonly schema?: unknown } | undefined };
}

function findResponse(
  document: OpenApiDocument,
  { method, path, status }: { readonly method: string; readonly path: string; readonly status: number },
): FoundResponse | null {
  const templates = Object.keys(document.paths).filter((template) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
  const template = templates.find((one) => document.paths[one]?.[method.toLowerCase()] !== undefined);
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) return null;
  const responses = operation.responses as Record<string, Omit<FoundResponse, "name">>;
  const response = responses[status] ?? responses["default"];
  return { name: `${method} ${template} ${status}`, ...response };
}

/** Refers to `$defs`, and allows no field that is not named. */
function exact(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(exact);
  if (typeof schema !== "object" || schema === null) {
    return typeof schema === "string" ? schema.replace("#/components/schemas/", "#/$defs/") : schema;
  }
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, exact(value)]));
  return inner["type"] === "object" && "properties" in inner
    ? { additionalProperties: false, ...inner }
    : inner;
}
