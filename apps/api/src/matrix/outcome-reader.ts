import type { AppliedPipeline, Clock, DashboardStore, RecentOutcomes, Slug } from "@lockstep/model";

/** Retention takes old runs away without an event. */
const readAllEveryMs = 10 * 60_000;

/** What is in force, by environment and slug. */
type Applied = ReadonlyMap<Slug, ReadonlyMap<Slug, AppliedPipeline>>;
type Outcomes = ReadonlyMap<Slug, ReadonlyMap<Slug, RecentOutcomes>>;

/** Reads how the newest runs of what is in force ended; of what it read before, only what is different since. */
export interface OutcomeReader {
  /** By environment and slug. Whatever had ended when this was called is in it. */
  read(applied: Applied): Promise<Outcomes>;
}

interface Known {
  readonly readAt: number;
  /** The event up to which it is known. */
  readonly upTo: number;
  readonly outcomes: Outcomes;
}

/**
 * What is kept saves work only: every answer begins by asking the database whose runs ended behind the last event seen,
 * so that it does not matter which process they ended in.
 */
export function createOutcomeReader(
  store: Pick<DashboardStore, "loadOutcomes" | "loadEndedSince">,
  clock: Pick<Clock, "now">,
): OutcomeReader {
  let known: Known | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function refresh(applied: Applied): Promise<Outcomes> {
    const { lastId: upTo, isComplete, ended } = await store.loadEndedSince(known?.upTo ?? 0);
    const isUsable = known !== null && isComplete && clock.now() - known.readAt <= readAllEveryMs;
    const before = isUsable ? known : null;
    const outcomes = new Map(before?.outcomes);
    // Those that nobody asks for now would else miss what ended there.
    for (const environment of new Set([...outcomes.keys(), ...applied.keys()])) {
      const own = outcomes.get(environment);
      const pipelines = applied.get(environment) ?? new Map<Slug, AppliedPipeline>();
      const slugs = ended.filter((one) => one.environment === environment).map(({ slug }) => slug);
      outcomes.set(environment, await readOn(environment, own, [...slugs, ...changed(pipelines, own)]));
    }
    // A failed reading leaves what was known as it was, and the same events are looked at again.
    known = { readAt: before?.readAt ?? clock.now(), upTo, outcomes };
    return outcomes;
  }

  async function readOn(
    environment: Slug,
    own: ReadonlyMap<Slug, RecentOutcomes> | undefined,
    slugs: readonly Slug[],
  ): Promise<ReadonlyMap<Slug, RecentOutcomes>> {
    if (own === undefined) return bySlug(await store.loadOutcomes(environment, null));
    if (slugs.length === 0) return own;
    const fresh = await store.loadOutcomes(environment, [...new Set(slugs)]);
    return new Map([...own, ...bySlug(fresh)]);
  }

  return {
    async read(applied) {
      const mine = turn.then(async () => refresh(applied));
      turn = mine.catch(() => null);
      return mine;
    },
  };
}

/** Pipelines that have other content by now than their outcomes are of. */
function changed(
  pipelines: ReadonlyMap<Slug, AppliedPipeline>,
  own: ReadonlyMap<Slug, RecentOutcomes> | undefined,
): readonly Slug[] {
  if (own === undefined) return [];
  return [...pipelines.values()]
    .filter(({ slug, content }) => own.get(slug)?.content !== content)
    .map(({ slug }) => slug);
}

function bySlug(outcomes: readonly RecentOutcomes[]): ReadonlyMap<Slug, RecentOutcomes> {
  return new Map(outcomes.map((one) => [one.slug, one]));
}
