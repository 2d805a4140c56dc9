import type { Delivery, DeliveryHint } from "@lockstep/model";
import { expect, test } from "vitest";

import { coalesceDeliveries } from "./coalesce-deliveries.ts";

const nowhere: DeliveryHint = { ref: null, pullRequest: null, headRevision: null, request: null };

function delivery(position: number, hint: Partial<DeliveryHint>, repository: string | null = "7"): Delivery {
  return {
    position,
    hook: "1",
    id: `guid-${position}`,
    event: "push",
    action: null,
    repository,
    hint: { ...nowhere, ...hint },
    state: "pending",
    because: null,
    attempts: 0,
    receivedAt: "2026-02-01T09:00:00.000Z",
    endedAt: null,
  };
}

const press = (checkRun: string, sender = "ada") =>
  ({ action: "bump-version", check: "lockstep / validate", checkRun, sender }) as const;

test("many hints about one place are one look at it", () => {
  const { places } = coalesceDeliveries(
    [
      delivery(1, { ref: "refs/heads/main" }),
      delivery(2, { pullRequest: 3, headRevision: "a" }),
      delivery(3, { ref: "refs/heads/main" }),
      delivery(4, { pullRequest: 3 }),
      delivery(5, {}, null),
    ],
    "7",
  );
  expect(Object.fromEntries(places)).toEqual({
    "refs/heads/main": [1, 3],
    "pull/3": [2, 4],
    repository: [5],
  });
});

test("a button counts once per check run and head", () => {
  const { presses } = coalesceDeliveries(
    [
      delivery(1, { headRevision: "a", request: press("11") }),
      delivery(2, { headRevision: "a", request: press("11", "bob") }),
      delivery(3, { headRevision: "b", request: press("11") }),
    ],
    "7",
  );
  expect(presses).toMatchObject([
    { headRevision: "a", sender: "ada", positions: [1, 2] },
    { headRevision: "b", positions: [3] },
  ]);
});

test("a delivery of another repository is foreign, its buttons too", () => {
  const found = coalesceDeliveries([delivery(1, { request: press("11") }, "8")], "7");
  expect(found).toEqual({ foreign: [1], echoes: [], places: new Map(), presses: [] });
});

test("what was told to the forge and comes back is nothing to look at, a button of it is", () => {
  const echo = { ...delivery(1, {}), event: "check_run" };
  const pressed = { ...delivery(2, { request: press("11"), headRevision: "a" }), event: "check_run" };
  const { echoes, places, presses } = coalesceDeliveries([echo, pressed], "7");
  expect(echoes).toEqual([1]);
  expect(places.size).toBe(0);
  expect(presses.map(({ positions }) => positions)).toEqual([[2]]);
});
