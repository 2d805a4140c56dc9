/** How far one channel is: what it is told goes one by one, beside other channels. */
interface Lane {
  /** Faults in a row. */
  failures: number;
  restUntil: number;
  work: Promise<void> | null;
}

/** The channels that are being told something or were lately, so that a slow one is in nobody's way but its own. */
export class ChannelLanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #mostAtOnce: number;

  constructor(mostAtOnce: number) {
    this.#mostAtOnce = mostAtOnce;
  }

  /** How many further channels may be told something now. */
  get free(): number {
    return this.#mostAtOnce - this.#working().length;
  }

  /** Channels that are to be left alone now. */
  closed(now: number): readonly string[] {
    return [...this.#lanes].flatMap(([channel, { work, restUntil }]) =>
      work !== null || restUntil > now ? [channel] : [],
    );
  }

  /** When the first channel that rests ends its rest. */
  nextAt(now: number): number {
    const rests = [...this.#lanes.values()].flatMap(({ restUntil }) => (restUntil > now ? restUntil : []));
    return Math.min(Number.POSITIVE_INFINITY, ...rests);
  }

  /** Begins to tell a channel, unless it is being told something already; `work` never rejects. */
  begin(channel: string, work: () => Promise<void>): void {
    const lane = this.#lane(channel);
    if (lane.work !== null) return;
    lane.work = work().finally(() => {
      lane.work = null;
      if (lane.failures === 0) this.#lanes.delete(channel);
    });
  }

  succeed(channel: string): void {
    this.#lane(channel).failures = 0;
  }

  /** Counts a fault and lets the channel rest for as long as `restFor` gives for so many in a row. */
  fail(channel: string, now: number, restFor: (failures: number) => number): number {
    const lane = this.#lane(channel);
    lane.failures += 1;
    const rest = restFor(lane.failures);
    lane.restUntil = now + rest;
    return rest;
  }

  /** Resolves when no channel is being told anything. */
  async settle(): Promise<void> {
    await Promise.all(this.#working());
  }

  #lane(channel: string): Lane {
    const known = this.#lanes.get(channel);
    if (known !== undefined) return known;
    const fresh: Lane = { failures: 0, restUntil: Number.NEGATIVE_INFINITY, work: null };
    this.#lanes.set(channel, fresh);
    return fresh;
  }

  #working(): readonly Promise<void>[] {
    return [...this.#lanes.values()].flatMap(({ work }) => work ?? []);
  }
}
