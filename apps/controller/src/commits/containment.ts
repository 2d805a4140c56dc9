import type { Ancestry, Revision } from "@lockstep/model";

import type { RevisionSource } from "../source/revision-source.ts";

/** How revisions relate to the commit that is asked about. Git is asked once about each. */
export interface Containment {
  /** Whether a revision is the commit or contains it. */
  isIn(revision: Revision): Promise<boolean>;
  /** Whether the commit is a revision or contains it. */
  contains(revision: Revision): Promise<boolean>;
}

export function createContainment(
  source: Pick<RevisionSource, "readAncestry">,
  commit: Revision,
  signal: AbortSignal,
): Containment {
  const known = new Map<Revision, Promise<Ancestry>>();
  const relate = (revision: Revision): Promise<Ancestry> => {
    if (revision === commit) return Promise.resolve("same");
    const asked = known.get(revision) ?? source.readAncestry(commit, revision, signal);
    known.set(revision, asked);
    return asked;
  };
  return {
    isIn: async (revision) => ["same", "ahead"].includes(await relate(revision)),
    contains: async (revision) => ["same", "behind"].includes(await relate(revision)),
  };
}
