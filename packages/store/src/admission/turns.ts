/** Who takes turns: a team of an environment. */
export interface Party {
  readonly name: string;
  /** How many turns it gets while one of weight 1 gets one. */
  readonly weight: number;
}

/**
 * Whose turn it is (stride scheduling): each turn moves a party on by the inverse of its weight, and the one that is
 * furthest behind is next. A party that was away starts beside the one that is furthest behind: it neither saves up
 * turns nor waits for others to catch up.
 */
export class Turns {
  readonly #passes: Map<string, number>;
  readonly #weights: ReadonlyMap<string, number>;

  constructor(passes: ReadonlyMap<string, number>, present: readonly Party[]) {
    const known = present.flatMap(({ name }) => passes.get(name) ?? []);
    const start = known.length === 0 ? 0 : Math.min(...known);
    this.#passes = new Map(present.map(({ name }) => [name, passes.get(name) ?? start]));
    this.#weights = new Map(present.map(({ name, weight }) => [name, weight]));
  }

  /** What the next claim goes on from. */
  get passes(): ReadonlyMap<string, number> {
    return this.#passes;
  }

  /** Which of these is next; by name where several are. */
  nextOf(names: Iterable<string>): string | null {
    let next: string | null = null;
    for (const name of names) if (next === null || this.#isBefore(name, next)) next = name;
    return next;
  }

  take(name: string): void {
    this.#passes.set(name, this.#passOf(name) + 1 / (this.#weights.get(name) ?? 1));
  }

  #isBefore(a: string, b: string): boolean {
    const difference = this.#passOf(a) - this.#passOf(b);
    return difference < 0 || (difference === 0 && a < b);
  }

  #passOf(name: string): number {
    return this.#passes.get(name) ?? 0;
  }
}
