import type { ObjectNode } from "@humanwhocodes/momoa";

import { type Finding, findingInText } from "./finding.ts";
import { createLineIndex } from "./line-index.ts";
import { keyOf, parseTree, startOf, visitTree } from "./parse-tree.ts";

/** Every key that its object has already, every `__proto__`, which no honest manifest needs, and every number beyond 1.8e308. */
export function memberFindings(text: string): Finding[] {
  const tree = parseTree(text);
  if (tree === null) return [];
  const lineOf = createLineIndex(text);
  const findings: Finding[] = [];
  visitTree(tree, (node) => {
    if (node.type === "Object") findings.push(...findingsOf(node, lineOf));
    if (node.type === "Number" && !Number.isFinite(node.value)) findings.push(tooLarge(startOf(node)));
  });
  return findings;
}

function findingsOf(node: ObjectNode, placeOf: ReturnType<typeof createLineIndex>): Finding[] {
  const first = new Map<string, number>();
  return node.members.flatMap((member) => {
    const key = keyOf(member);
    const offset = startOf(member.name);
    if (key === "__proto__")
      return [findingInText("SCHEMA", offset, "The key `__proto__` is refused.", "Use another name.")];
    const before = first.get(key);
    first.set(key, before ?? offset);
    return before === undefined ? [] : [repeated(key, offset, placeOf(before).line)];
  });
}

function repeated(key: string, offset: number, line: number): Finding {
  return findingInText(
    "JSON_DUPLICATE_KEY",
    offset,
    `The key ${JSON.stringify(key)} is already there in line ${line}.`,
    "Remove one of the two.",
  );
}

function tooLarge(offset: number): Finding {
  return findingInText(
    "SCHEMA",
    offset,
    "The number is larger than a program can hold.",
    "Write it as a string.",
  );
}
