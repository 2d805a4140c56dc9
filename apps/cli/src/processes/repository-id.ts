import { type Clock, type Forge, systemClock } from "@lockstep/model";

/** Milliseconds between two attempts to learn it. */
const askAgainMs = 60_000;

/** Milliseconds that one attempt may take. */
const deadlineMs = 30_000;

/**
 * The forge's id of our repository as far as it is known. Whoever asks never waits: what is not known yet is asked for
 * beside, at most once a minute.
 */
export function createRepositoryIdReader(
  forge: Pick<Forge, "readRepository">,
  clock: Clock = systemClock,
): () => string | null {
  let known: string | null = null;
  let askedAt = -Infinity;

  async function learn(): Promise<void> {
    try {
      known = (await forge.readRepository(AbortSignal.timeout(deadlineMs))).id;
    } catch {
      // The forge's status tells why; the next one who asks tries again.
    }
  }

  return () => {
    if (known === null && clock.now() - askedAt >= askAgainMs) {
      askedAt = clock.now();
      void learn();
    }
    return known;
  };
}
