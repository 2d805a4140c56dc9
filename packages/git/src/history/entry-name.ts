const decoder = new TextDecoder("utf-8", { fatal: true });

/** The name as text; `null` when it is not UTF-8 or would mean something else as a part of a path. */
export function safeName(latin1: string): string | null {
  // oxlint-disable-next-line no-control-regex -- a plain ASCII name needs no decoding
  const name = /^[\x20-\x7e]*$/.test(latin1) ? latin1 : decode(latin1);
  if (name === null || name === "" || name === "." || name === "..") return null;
  if (name.includes("/") || name.includes("\0") || name.toLowerCase() === ".git") return null;
  return name;
}

function decode(latin1: string): string | null {
  try {
    return decoder.decode(Buffer.from(latin1, "latin1"));
  } catch {
    return null;
  }
}

/** The name for messages and for asking whether the place is selected, with what cannot be shown replaced. */
export function lossyName(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}

/** A path that is safe to print: everything but printable ASCII is escaped. */
export function escapePath(path: string): string {
  return JSON.stringify(path).replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
