import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { delivery, type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench();
  await bench.settle();
});
afterEach(() => bench.close());

const checksOn = (revision: string) =>
  bench.forge.checks.filter(({ headRevision }) => headRevision === revision).length;

describe("hints, while the clock stands still", () => {
  const looks = () => bench.forge.requests.filter((name) => name === "listOpenPullRequests").length;

  test("that follow a look are looked at without waiting, a few times", async () => {
    bench.loop.start();
    for (const number of [1, 2, 3]) {
      const head = await bench.branchOff(
        "develop",
        `topic-${number}`,
        greeter("hello", `1.0.${number}`, "Hi"),
      );
      await bench.forge.open(number, { head: `topic-${number}`, base: "develop" });
      await bench.store.deliveries.receive(delivery(`opened-${number}`));
      await expect.poll(() => checksOn(head), { timeout: 10_000 }).toBe(3);
    }
    expect(looks()).toBe(4);
  });

  test("that only tell what was told to the forge make nobody look", async () => {
    bench.loop.start();
    await bench.store.deliveries.receive(delivery("echo", { event: "check_run", action: "completed" }));
    const ignored = async () =>
      (await bench.store.deliveries.list({ states: ["ignored"] }, { limit: 10, cursor: null })).items;
    await expect
      .poll(async () => (await ignored()).map(({ id }) => id), { timeout: 10_000 })
      .toEqual(["echo"]);
    await bench.loop.stop();
    expect(looks()).toBe(1);
  });
});
