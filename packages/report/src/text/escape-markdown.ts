import { cutText, cutWords } from "./cut-text.ts";
import { visibleLine } from "./visible-text.ts";

const longestText = 1000;
const longestWord = 200;

/** Stands where the forge would otherwise see a mention, a reference, an emoji or an address. */
const gap = "\u200B";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text from git or people as one line of Markdown (CommonMark, with GitHub's tables, math and links) that shows the
 * text and does nothing else: no markup, nobody mentioned, nothing referenced or linked, nothing hidden. Long words and
 * texts are cut.
 */
export function escapeMarkdown(text: string): string {
  return defuse(shortLine(text, longestText))
    .replace(/[\\`*_{}[\]|~$]/g, "\\$&")
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/^([-+=]|\d+(?=[.)]))/, escapeStart);
}

/** Text from git or people as one line that no program reads as markup, such as a check's title. */
export function plainLine(text: string, longest: number): string {
  return cutText(defuse(shortLine(text, longest)), longest);
}

/** A name in code letters where it is one of plain characters; other text is escaped instead. */
export function codeSpan(text: string): string {
  return /^[A-Za-z0-9._/:+^~*=-]{1,200}$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}

/** Megabytes are not even looked at. */
const longestRead = 20_000;

function shortLine(text: string, longest: number): string {
  return cutText(cutWords(visibleLine(text.slice(0, longestRead)), longestWord), longest);
}

function defuse(line: string): string {
  return line
    .replace(/[@#]/g, `$&${gap}`)
    .replace(/\bGH-(?=\d)/gi, `$&${gap}`)
    .replace(/:(?=\/\/|[\w+-]+:)/g, `:${gap}`)
    .replace(/w(?=ww\b)/gi, `$&${gap}`);
}

/** What would begin a list or underline a heading. */
function escapeStart(start: string): string {
  return /\d/.test(start) ? `${start}${gap}` : `\\${start}`;
}
