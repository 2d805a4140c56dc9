import { RE2JS } from "re2js";

/** A compiled pattern that takes time linear in the text, whatever the pattern (RE2's promise). */
export interface LinearPattern {
  test(text: string): boolean;
  /** ajv keys its compiled patterns by this text: without it all patterns would share the first one. */
  toString(): string;
}

/** Longest pattern, in UTF-16 code units. */
const longestPattern = 1_024;

/** Largest compiled program, in instructions: `(a{1000}){1000}` is short but huge. */
const largestProgram = 20_000;

/**
 * Compiles a pattern in RE2 syntax (`https://github.com/google/re2/wiki/Syntax`).
 * Throws RangeError, naming the reason, for what RE2 lacks (look-around, back-references) and for patterns beyond the limits.
 */
export function linearPattern(pattern: string): LinearPattern {
  if (pattern.length > longestPattern) throw new RangeError(`is longer than ${longestPattern} characters`);
  const compiled = compile(pattern);
  if (compiled.programSize() > largestProgram)
    throw new RangeError("repeats too much to be matched in bounded memory");
  return { test: (text) => compiled.test(text), toString: () => pattern };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "syntax error";
    throw new RangeError(
      `is not in RE2 syntax, which has no look-around and no back-references (${reason})`,
      { cause },
    );
  }
}
