import type { ASTNode } from "@marcbachmann/cel-js";

import { builtInNames } from "./cel-environment.ts";
import { parseExpression } from "./parse-expression.ts";
import { boundBy, childrenOf } from "./syntax.ts";

export interface ReferenceSegment {
  readonly key: string | number;
  /** Whether a missing member gives an empty optional: written `.?key` or `[?key]`, or following such a segment. */
  readonly isOptional: boolean;
  /** UTF-16 offset of the key in the expression. */
  readonly offset: number;
}

/** One use of a name that the expression does not bind itself, with the members that are read from it. */
export interface Reference {
  readonly root: string;
  /** Up to the first member whose key is computed. */
  readonly path: readonly ReferenceSegment[];
  /** Whether a computed key follows `path`. */
  readonly isComputed: boolean;
  /**
   * Whether something is written for a missing member: inside `has()`, which catches the last member only, or an optional
   * member before `.orValue()`, `.or()` or `.hasValue()`.
   */
  readonly isGuarded: boolean;
  /** Whether the reference is the whole expression, without operator, function or literal around it. */
  readonly isDirect: boolean;
  /** UTF-16 offsets in the expression. */
  readonly offset: number;
  readonly end: number;
}

/** Every reference of an expression in the order of writing. Throws ExpressionError where it cannot be parsed. */
export function readReferences(source: string): readonly Reference[] {
  const references: Reference[] = [];
  const { ast } = parseExpression(source);
  collect(ast, { bound: new Set(), guard: "none", isDirect: true }, references);
  return references;
}

interface Surroundings {
  readonly bound: ReadonlySet<string>;
  readonly guard: "has" | "fallback" | "none";
  readonly isDirect: boolean;
}

function collect(node: ASTNode, around: Surroundings, found: Reference[]): void {
  const chain = readChain(node);
  if (chain === null) return collectBelow(node, around, found);
  const { root, links } = chain;
  if (!around.bound.has(root.args) && !builtInNames.has(root.args))
    found.push(toReference(node, chain, around));
  for (const { key } of links)
    if (typeof key === "object") collect(key, { ...around, guard: "none", isDirect: false }, found);
}

function collectBelow(node: ASTNode, around: Surroundings, found: Reference[]): void {
  const binding = boundBy(node);
  for (const child of childrenOf(node)) {
    if (child === binding?.binder) continue;
    const isInScope = binding !== null && isBody(node, child);
    const bound = isInScope ? new Set([...around.bound, binding.name]) : around.bound;
    collect(child, { bound, guard: guardOf(node, child), isDirect: false }, found);
  }
}

/** Whether a macro's name is bound in this argument: not in the list itself, nor in the value of `cel.bind`. */
function isBody(node: ASTNode, child: ASTNode): boolean {
  if (node.op !== "rcall") return false;
  const [method, receiver, args] = node.args;
  return child !== receiver && (method !== "bind" || child !== args[1]);
}

const fallbacks: ReadonlySet<string> = new Set(["orValue", "or", "hasValue"]);

function guardOf(node: ASTNode, child: ASTNode): Surroundings["guard"] {
  if (node.op === "call" && node.args[0] === "has") return "has";
  return node.op === "rcall" && child === node.args[1] && fallbacks.has(node.args[0]) ? "fallback" : "none";
}

interface Link {
  readonly key: string | number | ASTNode;
  readonly isOptional: boolean;
  readonly offset: number;
}

interface Chain {
  readonly root: ASTNode & { readonly op: "id" };
  readonly links: readonly Link[];
}

/** `a.b[0].?c` as its root and links; `null` for anything that does not start at a name. */
function readChain(node: ASTNode): Chain | null {
  const links: Link[] = [];
  let current = node;
  while (current.op === "." || current.op === ".?" || current.op === "[]" || current.op === "[?]") {
    const isOptional = current.op === ".?" || current.op === "[?]";
    const key = typeof current.args[1] === "string" ? current.args[1] : literalKey(current.args[1]);
    const offset = typeof current.args[1] === "string" ? current.pos : current.args[1].start;
    links.unshift({ key, isOptional, offset });
    current = current.args[0];
  }
  return current.op === "id" ? { root: current, links } : null;
}

function literalKey(node: ASTNode): string | number | ASTNode {
  if (node.op !== "value") return node;
  if (typeof node.args === "string") return node.args;
  return typeof node.args === "bigint" || typeof node.args === "number" ? Number(node.args) : node;
}

function toReference(node: ASTNode, { root, links }: Chain, around: Surroundings): Reference {
  const path: ReferenceSegment[] = [];
  let isOptional = false;
  for (const link of links) {
    if (typeof link.key === "object") break;
    isOptional ||= link.isOptional;
    path.push({ key: link.key, isOptional, offset: link.offset });
  }
  const { guard, isDirect } = around;
  const isGuarded = guard === "has" || (guard === "fallback" && links.some((link) => link.isOptional));
  const isComputed = path.length < links.length;
  return { root: root.args, path, isComputed, isGuarded, isDirect, offset: root.start, end: node.end };
}
