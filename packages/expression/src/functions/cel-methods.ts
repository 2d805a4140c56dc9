import { RE2JS } from "re2js";

import { CelFault, type CelFunctions } from "./cel-function.ts";

/** CEL's own methods that need time or memory beyond bounds in cel-js, by name. */
export const celMethods: CelFunctions = {
  matches: (text: unknown, pattern: unknown) => {
    if (typeof text !== "string" || typeof pattern !== "string")
      throw new CelFault("matches() is for text and takes a pattern");
    return compile(pattern).test(text);
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
