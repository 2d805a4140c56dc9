import type { Revision } from "@lockstep/model";

import { delimiter, encodeLine, flush } from "./pkt-line.ts";

/** What to ask a server for, in the terms of git's protocol. */
export interface FetchCommand {
  readonly wants: readonly Revision[];
  readonly haves: readonly Revision[];
  /** Commits whose parents this side lacks; the server must not take them for known. */
  readonly shallow: readonly Revision[];
  /** `null` sends history down to what is known. Never a number on a later fetch: it downloads everything again. */
  readonly depth: number | null;
}

/** Depth that git takes for "all of it" (git-fetch --unshallow). */
export const wholeHistory = 0x7fffffff;

/** The body of a `fetch` request in protocol v2 (gitprotocol-v2). No thin packs: the mirror must stand alone. */
export function encodeFetch(command: FetchCommand): Buffer<ArrayBuffer> {
  return Buffer.from(
    [
      encodeLine("command=fetch"),
      delimiter,
      ...["ofs-delta", "no-progress"].map(encodeLine),
      ...command.wants.map((id) => encodeLine(`want ${id}`)),
      ...command.shallow.map((id) => encodeLine(`shallow ${id}`)),
      ...(command.depth === null ? [] : [encodeLine(`deepen ${command.depth}`)]),
      ...command.haves.map((id) => encodeLine(`have ${id}`)),
      encodeLine("done"),
      flush,
    ].join(""),
  );
}
