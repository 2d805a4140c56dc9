import type { Json, JsonObject } from "@lockstep/model";

import { bidirectionalFindings } from "./bidirectional.ts";
import { decodeText } from "./decode-text.ts";
import { type Finding, findingInText } from "./finding.ts";
import { limits } from "./limits.ts";
import { memberFindings } from "./member-findings.ts";
import { scanText } from "./scan-text.ts";
import { surrogateFindings } from "./surrogates.ts";
import { syntaxFinding } from "./syntax.ts";

/** A JSON text and what is wrong with it. `value` is there whenever the text can be read at all. */
export interface ParsedText {
  readonly text: string;
  readonly value?: Json;
  readonly findings: readonly Finding[];
}

/**
 * Reads JSON strictly: bounded in size and depth, UTF-8 without byte order mark, no key twice, no lone surrogate,
 * no hidden direction change. A good text costs one scan and one JSON.parse; the positioned tree is built only to
 * place problems. Linear in the size of the file.
 */
export function parseStrict(bytes: Uint8Array): ParsedText {
  if (bytes.length > limits.manifestBytes) return { text: "", findings: [tooLarge(bytes.length)] };
  const { text, finding } = decodeText(bytes);
  return finding === null ? parseStrictText(text) : { text, findings: [finding] };
}

/** Like {@link parseStrict}, of a text whose encoding is known to be good. */
export function parseStrictText(text: string): ParsedText {
  const { tooDeepAt, members } = scanText(text, limits.depth);
  if (tooDeepAt !== null) return { text, findings: [tooDeep(tooDeepAt)] };
  const value = parseOrNothing(text);
  if (value === undefined) return { text, findings: [syntaxFinding(text)] };
  const count = countMembers(value, { members: 0, isSuspicious: false });
  const isClean = !count.isSuspicious && count.members === members;
  return { text, value, findings: [...(isClean ? [] : memberFindings(text)), ...hiddenFindings(text)] };
}

function parseOrNothing(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function hiddenFindings(text: string): Finding[] {
  return [...surrogateFindings(text), ...bidirectionalFindings(text)];
}

interface MemberCount {
  members: number;
  /** Whether there is a `__proto__` or a number that is not finite. */
  isSuspicious: boolean;
}

function countMembers(value: Json, count: MemberCount): MemberCount {
  if (typeof value === "number" && !Number.isFinite(value)) count.isSuspicious = true;
  if (value === null || typeof value !== "object") return count;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) countMembers(item, count);
    return count;
  }
  // JSON.parse makes every key an own property, `__proto__` included, so these are exactly the members.
  const object = value as JsonObject;
  for (const key of Object.keys(object)) {
    count.members += 1;
    if (key === "__proto__") count.isSuspicious = true;
    countMembers(object[key] ?? null, count);
  }
  return count;
}

function tooLarge(bytes: number): Finding {
  return findingInText(
    "JSON_LIMIT",
    0,
    `The file has ${bytes} bytes; ${limits.manifestBytes} (1 MiB) are allowed.`,
    "Move long texts to files and pull them in with $file.",
  );
}

function tooDeep(offset: number): Finding {
  return findingInText(
    "JSON_LIMIT",
    offset,
    `More than ${limits.depth} arrays and objects are inside each other here.`,
    "Make the value flatter.",
  );
}
