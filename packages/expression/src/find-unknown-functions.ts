import { didYouMean } from "@lockstep/model";
import type { ASTNode } from "@marcbachmann/cel-js";

import { celEnvironment } from "./cel-environment.ts";
import type { Finding } from "./finding.ts";
import { childrenOf } from "./syntax.ts";

/** Calls of functions that do not exist, or that are called as a method where they are functions or the other way round. */
export function findUnknownFunctions(node: ASTNode): readonly Finding[] {
  const message = describeUnknown(node);
  const here: readonly Finding[] =
    message === null ? [] : [{ code: "EXPR_UNKNOWN_NAME", offset: node.start, message }];
  return [...here, ...childrenOf(node).flatMap((child) => findUnknownFunctions(child))];
}

const { functions } = celEnvironment.getDefinitions();

const functionNames = namesWhere(({ receiverType }) => receiverType === null);

const methodNames = namesWhere(({ receiverType }) => receiverType !== null);

function namesWhere(isWanted: (definition: (typeof functions)[number]) => boolean): ReadonlySet<string> {
  return new Set(functions.filter(isWanted).map(({ name }) => name));
}

function describeUnknown(node: ASTNode): string | null {
  if (node.op === "call" && !functionNames.has(node.args[0])) {
    const [name] = node.args;
    if (methodNames.has(name)) return `'${name}' is a method; write value.${name}(…)`;
    return `there is no function '${name}'${suggest(name, functionNames)}`;
  }
  if (node.op === "rcall" && !methodNames.has(node.args[0])) {
    const [name] = node.args;
    if (functionNames.has(name)) return `'${name}' is a function; write ${name}(value)`;
    return `there is no method '${name}'${suggest(name, methodNames)}`;
  }
  return null;
}

function suggest(name: string, known: ReadonlySet<string>): string {
  const nearest = didYouMean(name, known);
  return nearest === null ? "" : `; did you mean '${nearest}'?`;
}
