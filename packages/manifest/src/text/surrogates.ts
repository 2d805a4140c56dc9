import { type Finding, findingInText } from "./finding.ts";

const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** A low surrogate alone, or a high one without its low one, each written as an escape. */
const escapeSequence = /\\(?:u([0-9a-fA-F]{4})|[^u])/g;

/** Escapes that stand for half a character. Raw halves cannot occur: the text was decoded from UTF-8. */
export function surrogateFindings(text: string): Finding[] {
  if (!surrogateEscape.test(text)) return [];
  const findings: Finding[] = [];
  let high: number | null = null;
  for (const match of text.matchAll(escapeSequence)) {
    const unit = match[1] === undefined ? 0 : Number.parseInt(match[1], 16);
    const isPaired = high !== null && match.index === high + 6 && isLow(unit);
    if (high !== null && !isPaired) findings.push(lone(text, high));
    if (isLow(unit) && !isPaired) findings.push(lone(text, match.index));
    high = isHigh(unit) ? match.index : null;
  }
  if (high !== null) findings.push(lone(text, high));
  return findings;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function lone(text: string, offset: number): Finding {
  return findingInText(
    "JSON_ENCODING",
    offset,
    `${text.slice(offset, offset + 6)} is half of a character (a lone surrogate).`,
    "Write the whole character, or both halves.",
  );
}
