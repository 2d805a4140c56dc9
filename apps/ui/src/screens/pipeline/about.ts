import type { JsonSchema } from "@lockstep/model";

import { isObject } from "../../json/is-object.ts";

/** What a definition says about itself. */
export interface About {
  readonly title: string;
  readonly description: string;
  /** Why nobody should start using it. */
  readonly deprecated: string | null;
  readonly tags: readonly string[];
  readonly inputSchema: JsonSchema;
  /** An input that fits; `null` where none is given. */
  readonly sample: unknown;
  readonly outputSchema: JsonSchema;
}

/** Reads a definition of any format: what is not there is empty. */
export function readAbout(definition: unknown): About {
  const given = isObject(definition) ? definition : {};
  const { title, description, deprecated, tags, input, output } = given;
  return {
    title: typeof title === "string" ? title : "",
    description: typeof description === "string" ? description : "",
    deprecated: typeof deprecated === "string" ? deprecated : null,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string").slice(0, 12) : [],
    inputSchema: schemaOf(isObject(input) ? input["schema"] : undefined),
    sample: isObject(input) ? (input["sample"] ?? null) : null,
    outputSchema: schemaOf(isObject(output) ? output["schema"] : undefined),
  };
}

function schemaOf(given: unknown): JsonSchema {
  return isObject(given) || typeof given === "boolean" ? given : {};
}
