import { Failure } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { gatherWrites } from "./gather-writes.ts";

/** Writes numbers by doubling them, one group at a time, each when it is let go. */
function heldWrites(refuse: (items: readonly number[]) => Failure | null = () => null) {
  const groups: (readonly number[])[] = [];
  const write = gatherWrites<number, number>(async (items) => {
    groups.push(items);
    await Promise.resolve();
    const failure = refuse(items);
    if (failure !== null) throw failure;
    return items.map((item) => item * 2);
  });
  return { groups, write };
}

describe("writes that are gathered", () => {
  test("a single one is written at once, what comes meanwhile together", async () => {
    const { groups, write } = heldWrites();
    expect(await Promise.all([1, 2, 3, 4].map(write))).toEqual([2, 4, 6, 8]);
    expect(groups).toEqual([[1], [2, 3, 4]]);
    expect(await write(5)).toBe(10);
    expect(groups.at(-1)).toEqual([5]);
  });

  test("a group has a bound, and everybody gets the own result", async () => {
    const { groups, write } = heldWrites();
    const items = Array.from({ length: 300 }, (_, number) => number);
    expect(await Promise.all(items.map(write))).toEqual(items.map((item) => item * 2));
    expect(groups.map(({ length }) => length)).toEqual([1, 128, 128, 43]);
  });

  test("an item that cannot be written fails alone", async () => {
    const { write } = heldWrites((items) => (items.includes(3) ? new Failure("internal", "Not 3.") : null));
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(write));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(await write(5)).toBe(10);
  });

  test("a database that is away is not asked again for each", async () => {
    let isAway = true;
    const { groups, write } = heldWrites(() =>
      isAway ? new Failure("database-unreachable", "Away.") : null,
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map(write));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(groups).toEqual([[1], [2, 3]]);
    isAway = false;
    expect(await write(4)).toBe(8);
  });
});
