import type { ClaimedRun, Failure, RunStore } from "@lockstep/model";
import { expect, test } from "vitest";

import { createNamedClaims } from "./named-claims.ts";
import { createFakeQueue } from "./testing/fake-queue.ts";
import { createFakeTime } from "./testing/fake-time.ts";

function createClaims(free: readonly string[]) {
  const time = createFakeTime();
  const asked: (readonly string[])[] = [];
  const faults: Failure[] = [];
  const state = { fault: null as Error | null };
  const claimNamed: RunStore["claimNamed"] = async ({ ids }) => {
    asked.push(ids);
    if (state.fault !== null) throw state.fault;
    return ids.filter((id) => free.includes(id)).map((id) => ({ run: { id } }) as ClaimedRun);
  };
  const claims = createNamedClaims({
    runs: { ...createFakeQueue().runs, claimNamed },
    holder: "me",
    concurrency: 4,
    leaseMs: 4_000,
    clock: time,
    timer: time,
    execute: async () => {},
    onFault: (failure) => faults.push(failure),
  });
  return { claims, time, asked, faults, state };
}

test("runs that are woken in one turn are claimed together, each with its own answer", async () => {
  const { claims, asked } = createClaims(["a", "c"]);
  const answers = await Promise.all(["a", "b", "c"].map((id) => claims.claim(id)));
  expect(answers.map((claimed) => claimed?.run.id ?? null)).toEqual(["a", null, "c"]);
  expect(asked).toEqual([["a", "b", "c"]]);
});

test("a store that does not answer is asked again until it does", async () => {
  const { claims, time, asked, faults, state } = createClaims(["a"]);
  state.fault = new Error("away");
  const claiming = claims.claim("a");
  await time.advance(600);
  expect(asked).toHaveLength(3);
  expect(faults).toHaveLength(3);
  state.fault = null;
  await time.advance(250);
  expect((await claiming)?.run.id).toBe("a");
});

test("closing gives up what was not answered, so that the wake-up is kept", async () => {
  const { claims, time, state } = createClaims(["a"]);
  state.fault = new Error("away");
  const refused = expect(claims.claim("a")).rejects.toMatchObject({ kind: "shutting-down" });
  await time.settle();
  claims.close();
  await refused;
});
