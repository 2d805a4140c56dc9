import { Failure } from "@lockstep/model";
import { beforeEach, describe, expect, test } from "vitest";

import { createRoomCheck } from "./room-check.ts";
import { createRunUseCases } from "./run-use-cases.ts";

let now: number;
let freeBytes: number;
let measured: number;

const requireRoom = () =>
  createRoomCheck(
    async () => {
      measured += 1;
      return { freeBytes, reserveBytes: 100 };
    },
    { now: () => now },
  );

beforeEach(() => {
  now = 1_000_000;
  freeBytes = 100;
  measured = 0;
});

describe("the check for room on the disk", () => {
  test("refuses below the reserve and says when to come back", async () => {
    await requireRoom()();
    freeBytes = 99;
    await expect(requireRoom()()).rejects.toMatchObject({ kind: "disk-full", retryAfterMs: 30_000 });
  });

  test("measures once a second, also when the clock is set back", async () => {
    const check = requireRoom();
    await check();
    freeBytes = 0;
    now += 1_000;
    await check();
    expect(measured).toBe(1);
    now -= 3_000;
    await expect(check()).rejects.toBeInstanceOf(Failure);
    freeBytes = 100;
    now += 1_001;
    await check();
    expect(measured).toBe(3);
  });

  test("comes before anything else of a start and of a retry", async () => {
    freeBytes = 0;
    const untouched = new Proxy({}, { get: () => expect.fail("something was asked without room") });
    const parts = { store: untouched, pipelines: untouched, clock: untouched, ids: untouched };
    const { startRun, retryRun } = createRunUseCases({
      ...(parts as Parameters<typeof createRunUseCases>[0]),
      store: { environments: untouched, runs: untouched, signals: untouched } as never,
      requireRoom: requireRoom(),
    });
    await expect(startRun(untouched as never)).rejects.toMatchObject({ kind: "disk-full" });
    await expect(retryRun(untouched as never)).rejects.toMatchObject({ kind: "disk-full" });
  });
});
