import { afterEach, beforeEach, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench();
});
afterEach(() => bench.close());

function greeters(count: number, version: string, text: string): Record<string, string> {
  const numbers = Array.from({ length: count }, (_one, index) => index);
  return Object.assign({}, ...numbers.map((index) => greeter(`greet${index}`, version, text)));
}

/** Milliseconds until all checks of a new pull request are with the forge. */
async function timeToChecks(number: number, files: Record<string, string>): Promise<number> {
  const head = await bench.branchOff("develop", `topic-${number}`, files);
  await bench.forge.open(number, { head: `topic-${number}`, base: "develop" });
  const began = performance.now();
  await bench.keep();
  const milliseconds = performance.now() - began;
  expect(bench.check(head, "lockstep / plan (staging)").conclusion).toBe("success");
  return milliseconds;
}

test("a pull request of 200 changed pipelines is judged within 10 s", { timeout: 120_000 }, async () => {
  await bench.repository.commit({ branch: "develop", files: greeters(200, "1.0.0", "Hello") });
  await bench.settle();
  const took = await timeToChecks(1, greeters(200, "1.0.1", "Hi"));
  expect(took).toBeLessThan(10_000);
});

test(
  "one pipeline among 10 000 is judged within 1 s once the views are warm",
  { timeout: 300_000 },
  async () => {
    await bench.repository.commit({ branch: "develop", files: greeters(10_000, "1.0.0", "Hello") });
    await bench.settle();
    await timeToChecks(1, greeter("greet1", "1.0.1", "Hi"));
    // The best of three: whatever else this machine does is not what is measured.
    const times = [2, 3, 4].map(
      (number) => () => timeToChecks(number, greeter(`greet${number}`, "1.0.1", "Hi")),
    );
    const took: number[] = [];
    for (const time of times) took.push(await time());
    expect(Math.min(...took)).toBeLessThan(1_000);
  },
);
