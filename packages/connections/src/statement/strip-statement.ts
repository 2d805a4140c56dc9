import type { ConnectionReference } from "@lockstep/model";

type Dialect = ConnectionReference["type"];

/**
 * A statement without its comments and with every literal and quoted name emptied, so that what is left are the words
 * the database goes by.
 */
export function stripStatement(statement: string, dialect: Dialect): string {
  let stripped = "";
  let at = 0;
  while (at < statement.length) {
    const skip = lengthOfSkipped(statement, at, dialect);
    stripped += skip === 0 ? statement[at] : statement[at] === "-" || statement[at] === "/" ? " " : "''";
    at += Math.max(skip, 1);
  }
  return stripped.trim();
}

/** How far the comment, literal or quoted name that begins here goes; 0 when none does. */
function lengthOfSkipped(text: string, at: number, dialect: Dialect): number {
  if (text.startsWith("--", at)) return lengthOf(text, at, /--[^\n]*/y);
  if (text.startsWith("/*", at)) return lengthOfComment(text, at, dialect === "postgres");
  switch (text.charAt(at)) {
    case "'":
      return lengthOf(text, at, isEscapeString(text, at, dialect) ? escapeString : /'(?:[^']|'')*(?:'|$)/y);
    case '"':
      return lengthOf(text, at, /"(?:[^"]|"")*(?:"|$)/y);
    case "`":
      return dialect === "sqlite" ? lengthOf(text, at, /`(?:[^`]|``)*(?:`|$)/y) : 0;
    case "[":
      return dialect === "sqlite" ? lengthOf(text, at, /\[[^\]]*(?:\]|$)/y) : 0;
    case "$":
      return dialect === "postgres" ? lengthOfDollarQuoted(text, at) : 0;
    default:
      return 0;
  }
}

const escapeString = /'(?:[^'\\]|\\[^]|'')*(?:'|$)/y;

function isEscapeString(text: string, at: number, dialect: Dialect): boolean {
  return dialect === "postgres" && /(?:^|[^a-z0-9_$])e$/i.test(text.slice(Math.max(0, at - 2), at));
}

function lengthOf(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** PostgreSQL nests comments, SQLite does not. */
function lengthOfComment(text: string, at: number, isNested: boolean): number {
  let depth = 0;
  for (let next = at; next < text.length; next += 1) {
    if (text.startsWith("/*", next) && (isNested || depth === 0)) {
      depth += 1;
      next += 1;
    } else if (text.startsWith("*/", next)) {
      depth -= 1;
      next += 1;
      if (depth === 0) return next + 1 - at;
    }
  }
  return text.length - at;
}

/** `$$…$$` and `$tag$…$tag$`; `$1` is a placeholder. */
function lengthOfDollarQuoted(text: string, at: number): number {
  const pattern = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
  pattern.lastIndex = at;
  const tag = pattern.exec(text)?.[0];
  if (tag === undefined) return 0;
  const end = text.indexOf(tag, at + tag.length);
  return (end === -1 ? text.length : end + tag.length) - at;
}
