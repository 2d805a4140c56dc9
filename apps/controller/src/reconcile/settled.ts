import type { EnvironmentFindings, Revision, Slug } from "@lockstep/model";

/** What git and the database looked like when an environment needed nothing more. */
interface Situation {
  readonly head: Revision;
  readonly controlRevision: Revision;
  readonly sequence: number;
  /** What people did: another process may have taken the hint that they gave. */
  readonly acts: number;
}

/** Remembers per environment that a situation needs no further work, so that a poll without news costs nothing. */
export interface SettledSituations {
  find(slug: Slug, situation: Situation): EnvironmentFindings | null;
  remember(slug: Slug, situation: Situation, findings: EnvironmentFindings): void;
  forget(slug: Slug): void;
}

export function createSettledSituations(): SettledSituations {
  const known = new Map<Slug, Situation & { readonly findings: EnvironmentFindings }>();
  return {
    find(slug, { head, controlRevision, sequence, acts }) {
      const last = known.get(slug);
      const isSame =
        last?.head === head &&
        last.controlRevision === controlRevision &&
        last.sequence === sequence &&
        last.acts === acts;
      return isSame ? last.findings : null;
    },
    remember: (slug, situation, findings) => void known.set(slug, { ...situation, findings }),
    forget: (slug) => void known.delete(slug),
  };
}
