import { expect, test } from "vitest";

import { sharedUnderWay } from "./shared-under-way.ts";

test("callers share what is under way, and the next one begins anew", async () => {
  let count = 0;
  let end = () => {};
  const act = sharedUnderWay(async () => {
    count += 1;
    const own = count;
    await new Promise<void>((resolve) => (end = resolve));
    return own;
  });
  const both = [act(), act()];
  end();
  expect(await Promise.all(both)).toEqual([1, 1]);
  const next = act();
  end();
  expect(await next).toBe(2);
});

test("a failure is shared, too, and not kept", async () => {
  let count = 0;
  const act = sharedUnderWay(async () => {
    count += 1;
    if (count === 1) throw new Error("broken");
    return count;
  });
  const [first, second] = [act(), act()];
  await expect(first).rejects.toThrow("broken");
  await expect(second).rejects.toThrow("broken");
  expect(await act()).toBe(2);
});
