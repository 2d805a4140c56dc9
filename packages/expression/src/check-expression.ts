import { didYouMean } from "@lockstep/model";

import { ExpressionError } from "./expression-error.ts";
import { findUnknownFunctions } from "./find-unknown-functions.ts";
import type { Finding } from "./finding.ts";
import { parseExpression } from "./parse-expression.ts";
import { isTemplate, parseTemplate } from "./parse-template.ts";
import { readReferences } from "./read-references.ts";
import { describeCelError } from "./to-expression-error.ts";

/** What an expression has to give where it stands, as far as its type is known without evaluating it. */
export type ExpectedType = "bool" | "list";

/** Checks one bare expression that may use the given names; offsets are into it. */
export function checkExpression(
  source: string,
  names: ReadonlySet<string>,
  expected?: ExpectedType,
): readonly Finding[] {
  try {
    const unknown = [
      ...findUnknownNames(source, names),
      ...findUnknownFunctions(parseExpression(source).ast),
    ];
    return unknown.length > 0 ? unknown : findTypeError(source, expected);
  } catch (error) {
    return [toFinding(error)];
  }
}

/**
 * Checks every expression of a string; offsets are into the string.
 * `expected` speaks of the value of the whole string, so text around an expression breaks it.
 */
export function checkTemplate(
  text: string,
  names: ReadonlySet<string>,
  expected?: ExpectedType,
): readonly Finding[] {
  if (!isTemplate(text)) return expected === undefined ? [] : [joinedText(expected)];
  try {
    const { parts, whole } = parseTemplate(text);
    const mixed = whole === null && expected !== undefined ? [joinedText(expected)] : [];
    const found = parts.flatMap((part) =>
      part.kind === "text"
        ? []
        : checkExpression(part.source, names, whole === null ? undefined : expected).map((finding) => ({
            ...finding,
            offset: finding.offset + part.offset,
          })),
    );
    return [...mixed, ...found];
  } catch (error) {
    return [toFinding(error)];
  }
}

function joinedText(expected: ExpectedType): Finding {
  return {
    code: "EXPR_TYPE",
    offset: 0,
    message: `this is text and can never give a ${expected}; write one '{{ … }}' and nothing around it`,
  };
}

function toFinding(error: unknown): Finding {
  if (error instanceof ExpressionError)
    return { code: "EXPR_SYNTAX", offset: error.offset, message: error.message };
  throw error;
}

function findUnknownNames(source: string, names: ReadonlySet<string>): readonly Finding[] {
  return readReferences(source)
    .filter(({ root }) => !names.has(root))
    .map(({ root, offset }) => {
      const nearest = didYouMean(root, names);
      const hint = nearest === null ? `there are ${[...names].join(", ")}` : `did you mean '${nearest}'?`;
      return { code: "EXPR_UNKNOWN_NAME", offset, message: `there is no name '${root}' here; ${hint}` };
    });
}

/** CEL's names for types whose value is only known while running. */
const openTypes: ReadonlySet<string> = new Set(["dyn"]);

function findTypeError(source: string, expected: ExpectedType | undefined): readonly Finding[] {
  const { error, type = "dyn" } = parseExpression(source).check();
  if (error !== undefined)
    return [{ code: "EXPR_TYPE", offset: error.range?.start ?? 0, message: describeCelError(error) }];
  const given = type.replace(/<.*$/s, "");
  if (expected === undefined || openTypes.has(given) || given === expected) return [];
  const offset = source.length - source.trimStart().length;
  return [{ code: "EXPR_TYPE", offset, message: `this gives a ${given}, and a ${expected} is needed here` }];
}
