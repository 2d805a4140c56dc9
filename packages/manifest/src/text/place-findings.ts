import type { ValueNode } from "@humanwhocodes/momoa";
import { compareProblems, problem, type Problem } from "@lockstep/model";

import type { Finding, Fix, Path, Spot } from "./finding.ts";
import { createLineIndex } from "./line-index.ts";
import { memberOf, parseTree, startOf } from "./parse-tree.ts";

/** Most problems that one file is reported to have; nobody reads more, and a hostile file could have a million. */
const mostProblems = 200;

/** Findings as problems with line and column, sorted, each once. */
export function placeFindings(file: string, text: string, findings: readonly Finding[]): Problem[] {
  if (findings.length === 0) return [];
  const placeOf = createLineIndex(text);
  const tree = findings.some(({ spot }) => spot.at !== "text") ? parseTree(text) : null;
  const placed = findings.map((finding) => ({ finding, offset: offsetOf(finding.spot, tree, text) }));
  const problems = placed
    .sort((a, b) => a.offset - b.offset)
    .slice(0, mostProblems)
    .map(({ finding: { code, spot, fix, ...said }, offset }) =>
      problem(code, said.message, {
        ...said,
        ...wordsOf(fix),
        file,
        path: pointerOf(spot),
        ...placeOf(offset),
      }),
    );
  const more = placed.length - problems.length;
  if (more > 0)
    problems.push(
      problem("JSON_LIMIT", `The file has ${more} more problems.`, { file, ...lastPlace(problems) }),
    );
  return withoutRepetitions(problems.sort(compareProblems));
}

function wordsOf(fix: Fix | undefined): Pick<Problem, "fix"> {
  const words = typeof fix === "function" ? fix() : fix;
  return words === undefined ? {} : { fix: words };
}

function lastPlace(problems: readonly Problem[]): Pick<Problem, "line" | "column"> {
  const { line = 1, column = 1 } = problems.at(-1) ?? {};
  return { line, column };
}

/** Names and indexes as JSON pointer (RFC 6901). */
function toPointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function pointerOf(spot: Spot): string {
  return spot.at === "text" ? "" : toPointer(spot.path);
}

function offsetOf(spot: Spot, tree: ValueNode | null, text: string): number {
  if (spot.at === "text") return spot.offset;
  if (tree === null) return 0;
  if (spot.at === "key") return keyOffset(tree, spot.path);
  const { node, isExact } = deepest(tree, spot.path);
  if (spot.character === undefined || !isExact || node.type !== "String") return startOf(node);
  return characterOffset(text, startOf(node), spot.character);
}

function keyOffset(tree: ValueNode, path: Path): number {
  const { node, isExact } = deepest(tree, path.slice(0, -1));
  const member = isExact && node.type === "Object" ? memberOf(node, String(path.at(-1))) : undefined;
  return startOf(member?.name ?? node);
}

/** The value at a path or, where text pulled in from elsewhere begins, the last one on the way. */
function deepest(tree: ValueNode, path: Path): { readonly node: ValueNode; readonly isExact: boolean } {
  let node = tree;
  for (const part of path) {
    const next = childOf(node, part);
    if (next === undefined) return { node, isExact: false };
    node = next;
  }
  return { node, isExact: true };
}

function childOf(node: ValueNode, part: string | number): ValueNode | undefined {
  if (node.type === "Object") return memberOf(node, String(part))?.value;
  return node.type === "Array" ? node.elements[Number(part)]?.value : undefined;
}

/** Offset in the text of the n-th code unit of a string: escapes are longer than what they stand for. */
function characterOffset(text: string, start: number, character: number): number {
  let offset = start + 1;
  for (let count = 0; count < character && text[offset] !== '"'; count += 1)
    offset += text[offset] !== "\\" ? 1 : text[offset + 1] === "u" ? 6 : 2;
  return offset;
}

function withoutRepetitions(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, line, column, message }) => {
    const identity = `${code} ${line}:${column} ${message}`;
    return !seen.has(identity) && seen.add(identity);
  });
}
