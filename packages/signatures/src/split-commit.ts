import { Failure } from "@lockstep/model";

/** A commit's object taken apart into what was signed and the signature. */
export interface SplitCommit {
  /** Everything but the signature, byte for byte. */
  readonly payload: Uint8Array;
  /** Text of the signature; `null` when there is none. */
  readonly signature: string | null;
}

export interface Committer {
  readonly email: string;
  /** Seconds since the epoch. */
  readonly at: number;
}

const signatureHeaders = ["gpgsig", "gpgsig-sha256"];

const [newline, space] = [0x0a, 0x20];

/**
 * Drops `gpgsig` and `gpgsig-sha256` with their continued lines before the first blank line, as git does before it
 * signs; a `mergetag` with a signature inside stays. Only `gpgsig` speaks for a SHA-1 repository. Failure:
 * `invalid-input` when there is more than one.
 */
export function splitCommit(bytes: Uint8Array): SplitCommit {
  const kept: Uint8Array[] = [];
  const signature: string[] = [];
  let found = 0;
  let current = "";
  let start = 0;
  while (start < bytes.length && bytes[start] !== newline) {
    const end = lineEnd(bytes, start);
    const line = Buffer.from(bytes.subarray(start, end)).toString("latin1");
    const isContinued = bytes[start] === space;
    if (!isContinued) current = line.split(" ", 1)[0] ?? "";
    if (!isContinued && current === "gpgsig") found += 1;
    if (current === "gpgsig") signature.push(isContinued ? line.slice(1) : line.slice("gpgsig ".length));
    if (!signatureHeaders.includes(current)) kept.push(bytes.subarray(start, end));
    start = end;
  }
  if (found > 1) throw new Failure("invalid-input", "The commit holds more than one signature.");
  kept.push(bytes.subarray(start));
  return { payload: Buffer.concat(kept), signature: found === 0 ? null : signature.join("") };
}

/** Who made the commit, and when. Failure: `invalid-input` unless the payload names exactly one committer. */
export function readCommitter(payload: Uint8Array): Committer {
  const text = Buffer.from(payload).toString("utf8");
  const header = text.split("\n\n", 1)[0] ?? "";
  const lines = header.split("\n").filter((line) => line.startsWith("committer "));
  const found = /<([^<>]*)> (\d{1,12}) [-+]\d{4}$/.exec(lines[0] ?? "");
  const [, email, seconds] = found ?? [];
  if (lines.length === 1 && email !== undefined) return { email, at: Number(seconds) };
  throw new Failure("invalid-input", "The commit does not say who committed it when.");
}

/** Where the next line starts. */
function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(newline, start);
  return end < 0 ? bytes.length : end + 1;
}
