import { toFailure } from "@lockstep/model";

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (thrown: unknown) => void;
}

/** Items of one write: a few milliseconds. */
const mostAtOnce = 128;

/**
 * Writes items that many callers bring: what comes while a write is under way goes into the next one together, so that a
 * burst costs few commits and a single one waits for nobody. `write` writes all of them or nothing, and gives their
 * results in order. Where it fails for a reason that may lie in one item, each is written alone.
 */
export function gatherWrites<Item, Result>(
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let isWriting = false;

  async function writeWaiting(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await writeGroup(group);
    }
    isWriting = false;
  }

  async function writeGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(group.map(({ item }) => item));
      for (const [at, result] of results.entries()) group[at]?.resolve(result);
    } catch (thrown) {
      if (group.length > 1 && toFailure(thrown).kind === "internal") {
        for (const one of group) await writeGroup([one]);
      } else {
        for (const { reject } of group) reject(thrown);
      }
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isWriting) void writeWaiting();
    });
}
