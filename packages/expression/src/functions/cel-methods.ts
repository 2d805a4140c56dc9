import { RE2JS } from "re2js";

import { toCel } from "../cel-values.ts";
import { CelFault, type CelFunctions } from "./cel-function.ts";
import { parseJson } from "./data-functions.ts";
import { joinTexts } from "./text-functions.ts";

/** CEL's own methods whose time, memory or prototypes are not bounded in cel-js, by name. */
export const celMethods: CelFunctions = {
  matches: (text: unknown, pattern: unknown) => {
    if (typeof text !== "string" || typeof pattern !== "string")
      throw new CelFault("matches() is for text and takes a pattern");
    return compile(pattern).test(text);
  },
  join: (items: unknown, separator: unknown = "") => {
    if (!Array.isArray(items) || typeof separator !== "string")
      throw new CelFault("join() is for lists and takes a separator");
    return joinTexts(items, separator);
  },
  json: (bytes: unknown) => {
    if (!(bytes instanceof Uint8Array)) throw new CelFault("json() is for bytes");
    return toCel(parseJson(Buffer.from(bytes).toString()));
  },
};

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    throw new CelFault("matches() takes a pattern in RE2 syntax, without look-around and back-references", {
      cause,
    });
  }
}
