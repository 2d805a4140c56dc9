import { LRUCache } from "lru-cache";
import { RE2JS } from "re2js";

/** A compiled pattern that takes time linear in the text, whatever the pattern (RE2's promise). */
export interface LinearPattern {
  test(text: string): boolean;
  /** Instructions of the compiled program. */
  readonly size: number;
  /** ajv keys its compiled patterns by this text: without it all patterns would share the first one. */
  toString(): string;
}

/** Longest pattern, in UTF-16 code units. */
const longestPattern = 1_024;

/** Largest compiled program, in instructions: `(a{1000}){1000}` is short but huge. */
const largestProgram = 5_000;

/** Patterns are compiled when a schema is checked and again when it is built. */
const cache = new LRUCache<string, LinearPattern>({ max: 500 });

/**
 * Compiles a pattern in RE2 syntax (`https://github.com/google/re2/wiki/Syntax`).
 * Throws RangeError, naming the reason, for what RE2 lacks (look-around, back-references) and for patterns beyond the limits.
 */
export function linearPattern(pattern: string): LinearPattern {
  const cached = cache.get(pattern);
  if (cached !== undefined) return cached;
  const compiled = compileWithinLimits(pattern);
  cache.set(pattern, compiled);
  return compiled;
}

function compileWithinLimits(pattern: string): LinearPattern {
  if (pattern.length > longestPattern) throw new RangeError(`is longer than ${longestPattern} characters`);
  const compiled = compile(pattern);
  if (compiled.programSize() > largestProgram)
    throw new RangeError("repeats too much to be matched in bounded memory");
  return { test: (text) => compiled.test(text), size: compiled.programSize(), toString: () => pattern };
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
