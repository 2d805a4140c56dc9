import type { Commit, CommitPerson, ObjectId, Revision } from "@lockstep/model";

/** A commit and the tree it names. */
export interface ParsedCommit extends Commit {
  readonly tree: ObjectId;
}

/** Reads git's text form of a commit. Whatever a person's line looks like, it gives a name and an instant. */
export function parseCommit(revision: Revision, content: Uint8Array): ParsedCommit {
  const text = Buffer.from(content).toString("latin1");
  const end = text.indexOf("\n\n");
  const header = end < 0 ? text : text.slice(0, end);
  // A line that starts with a space continues the one before, such as a signature.
  const lines = header.split("\n").filter((line) => !line.startsWith(" "));
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const decode = createDecoder(values("encoding")[0] ?? "utf-8");
  return {
    revision,
    tree: values("tree")[0] ?? "",
    parents: values("parent"),
    message: end < 0 ? "" : decode(text.slice(end + 2)),
    author: parsePerson(decode(values("author")[0] ?? "")),
    committer: parsePerson(decode(values("committer")[0] ?? "")),
  };
}

function createDecoder(label: string): (latin1: string) => string {
  let decoder = new TextDecoder();
  try {
    decoder = new TextDecoder(label);
  } catch {
    // An encoding nobody knows is read as UTF-8: the message is for people and decides nothing.
    decoder = new TextDecoder();
  }
  return (latin1) => decoder.decode(Buffer.from(latin1, "latin1"));
}

function parsePerson(line: string): CommitPerson {
  const found = /^(.*?) ?<([^>]*)> ?(-?\d{1,12})? ?[-+\d]*$/s.exec(line);
  const [, name = line, email = "", seconds = "0"] = found ?? [];
  return { name, email, at: new Date(Number(seconds) * 1000).toISOString() };
}
