/** One line `Token: value` at the end of a commit message. */
export interface Trailer {
  /** As written, such as `Co-authored-by`. */
  readonly token: string;
  readonly value: string;
  /** Where the value names a person as `Name <address>`. */
  readonly person: { readonly name: string; readonly email: string } | null;
}

const trailerLine = /^([A-Za-z0-9][A-Za-z0-9-]{0,63}):[ \t]*(\S.*)$/;
const person = /^([^<>]*)<([^<>\s@]+@[^<>\s]+)>$/;

/** More than this many are not read: a message is untrusted text of any length. */
const mostTrailers = 50;
const longestValue = 500;

/**
 * Trailers of a commit message: its last paragraph, when that is not the subject and holds nothing but trailers. Lines
 * that begin with white space continue the one before.
 */
export function parseTrailers(message: string): readonly Trailer[] {
  const paragraphs = message
    .replaceAll("\r\n", "\n")
    .trim()
    .split(/\n[ \t]*\n/);
  const last = paragraphs.length > 1 ? paragraphs.at(-1) : undefined;
  if (last === undefined) return [];
  const trailers: Trailer[] = [];
  for (const line of last.replaceAll(/\n[ \t]+/g, " ").split("\n")) {
    const [, token, value] = trailerLine.exec(line) ?? [];
    if (token === undefined || value === undefined) return [];
    trailers.push({ token, value: value.trim().slice(0, longestValue), person: personOf(value.trim()) });
  }
  return trailers.slice(0, mostTrailers);
}

function personOf(value: string): Trailer["person"] {
  const [, name, email] = person.exec(value) ?? [];
  return name === undefined || email === undefined ? null : { name: name.trim(), email };
}
