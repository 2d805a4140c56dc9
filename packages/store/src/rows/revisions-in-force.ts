import type { Revision } from "@lockstep/model";

import { createParsedJson } from "./parsed-json.ts";

export interface RevisionsInForce {
  readonly revision: Revision;
  readonly controlRevision: Revision;
}

/** What an entry `noted` says: at which sequence the applied revision moved, and where to. */
interface Noted {
  readonly base: { readonly sequence: number };
  readonly target: RevisionsInForce;
}

const notedOf = createParsedJson<Noted>();

/** Revisions move without an apply: those of the last state, unless a later revision was noted without a change. */
export function revisionsInForce(
  environment: string,
  state: RevisionsInForce & { readonly sequence: number },
  noted: string | null,
): RevisionsInForce {
  const last = noted === null ? null : notedOf(environment, noted);
  const { revision, controlRevision } = last?.base.sequence === state.sequence ? last.target : state;
  return { revision, controlRevision };
}
