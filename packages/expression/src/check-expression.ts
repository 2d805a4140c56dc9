import { didYouMean } from "@lockstep/model";
import type { ASTNode } from "@marcbachmann/cel-js";

import { builtInNames, celEnvironment } from "./cel-environment.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseExpression } from "./parse-expression.ts";
import { isTemplate, parseTemplate } from "./parse-template.ts";
import { readReferences } from "./read-references.ts";
import { childrenOf } from "./syntax.ts";

/** Something wrong with an expression that can be known without evaluating it. */
export interface Finding {
  readonly code: "EXPR_SYNTAX" | "EXPR_UNKNOWN_NAME" | "EXPR_TYPE";
  /** UTF-16 offset into the checked text. */
  readonly offset: number;
  readonly message: string;
}

/** Checks one bare expression that may use the given names. */
export function checkExpression(source: string, names: ReadonlySet<string>): readonly Finding[] {
  try {
    const unknown = [
      ...findUnknownNames(source, names),
      ...findUnknownFunctions(parseExpression(source).ast),
    ];
    return unknown.length > 0 ? unknown : findTypeError(source);
  } catch (error) {
    return [toFinding(error)];
  }
}

/** Checks every expression of a string; offsets are into the string. */
export function checkTemplate(text: string, names: ReadonlySet<string>): readonly Finding[] {
  if (!isTemplate(text)) return [];
  try {
    return parseTemplate(text).parts.flatMap((part) =>
      part.kind === "text"
        ? []
        : checkExpression(part.source, names).map((finding) => ({
            ...finding,
            offset: finding.offset + part.offset,
          })),
    );
  } catch (error) {
    return [toFinding(error)];
  }
}

function toFinding(error: unknown): Finding {
  if (error instanceof ExpressionError)
    return { code: "EXPR_SYNTAX", offset: error.offset, message: error.message };
  throw error;
}

function findUnknownNames(source: string, names: ReadonlySet<string>): readonly Finding[] {
  return readReferences(source)
    .filter(({ root }) => !names.has(root))
    .map(({ root, offset }) => ({
      code: "EXPR_UNKNOWN_NAME",
      offset,
      message: `there is no name '${root}' here; ${suggest(root, names)}`,
    }));
}

const functionNames: ReadonlySet<string> = new Set(
  celEnvironment.getDefinitions().functions.map(({ name }) => name),
);

function findUnknownFunctions(node: ASTNode): readonly Finding[] {
  const below = childrenOf(node).flatMap((child) => findUnknownFunctions(child));
  if ((node.op !== "call" && node.op !== "rcall") || functionNames.has(node.args[0])) return below;
  const message = `there is no function '${node.args[0]}'; ${suggest(node.args[0], functionNames)}`;
  return [{ code: "EXPR_UNKNOWN_NAME", offset: node.start, message }, ...below];
}

function suggest(name: string, known: ReadonlySet<string>): string {
  const nearest = didYouMean(name, known);
  if (nearest !== null) return `did you mean '${nearest}'?`;
  return `there are ${[...known].filter((each) => !builtInNames.has(each)).join(", ")}`;
}

function findTypeError(source: string): readonly Finding[] {
  const { error } = parseExpression(source).parsed.check();
  if (error === undefined) return [];
  return [{ code: "EXPR_TYPE", offset: error.range?.start ?? 0, message: error.summary }];
}
