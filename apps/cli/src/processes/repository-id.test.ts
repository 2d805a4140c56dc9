import { type ForgeRepository, Failure } from "@lockstep/model";
import { expect, test } from "vitest";

import { createRepositoryIdReader } from "./repository-id.ts";

test("the repository's id is asked for beside, again after a minute, and never after it is known", async () => {
  let now = 0;
  const asked: number[] = [];
  const answers = [new Failure("forge-unreachable", "down"), { id: "4711" } as ForgeRepository];
  const readRepository = async () => {
    asked.push(now);
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Failure) throw answer ?? new Error("asked too often");
    return answer;
  };
  const read = createRepositoryIdReader({ readRepository }, { now: () => now });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  expect([read(), read()]).toEqual([null, null]);
  await settled();
  now = 59_999;
  expect(read()).toBeNull();
  now = 60_000;
  expect(read()).toBeNull();
  await settled();
  now = 500_000;
  expect(read()).toBe("4711");
  expect(asked).toEqual([0, 60_000]);
});
