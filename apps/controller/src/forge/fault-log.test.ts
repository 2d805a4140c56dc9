import { Failure } from "@lockstep/model";
import { expect, test } from "vitest";

import { openForgeBench } from "./forge-bench.fixture.ts";

test("a fault is logged once, and again after it was gone", async () => {
  const bench = await openForgeBench();
  await bench.settle();
  const warned: string[] = [];
  Object.assign(bench.deps.log, { warn: (_: object, message: string) => warned.push(message) });
  for (const fault of ["down", "down", null, "down", "refused"]) {
    bench.forge.fault = fault === null ? null : new Failure("forge-unreachable", fault);
    await bench.keep();
  }
  await bench.close();
  expect(warned).toEqual(["down", "down", "refused"]);
});
