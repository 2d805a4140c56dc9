import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { failed, openVerifiedBench, smoke, type VerifiedBench } from "./verified-bench.fixture.ts";

let bench: VerifiedBench;

beforeEach(async () => {
  bench = await openVerifiedBench();
});
afterEach(() => bench.close());

describe("smoke runs of a process that dies", () => {
  test.each(["noteRun", "settle", "conclude"] as const)(
    "are run, held and told once whatever dies around %s",
    async (method) => {
      await bench.start({ smoke: [smoke("hello")] });
      const { smoke: real } = bench.store;
      let faults = 2;
      // Dies before the write, then after it.
      const store = {
        ...bench.store,
        smoke: {
          ...real,
          [method]: async (...given: never[]) => {
            faults -= 1;
            if (faults === 1) throw new Error("died before");
            const result = await (real[method] as (...all: never[]) => Promise<unknown>)(...given);
            if (faults === 0) throw new Error("died after");
            return result;
          },
        },
      };
      Object.assign(bench.deps, { store });
      await bench.restart();
      await bench.commit(greeter("hello", "1.0.1", "Hi"));
      for (let look = 0; look < 3; look += 1) {
        await bench.look("production");
        await bench.endRuns(failed);
        await bench.restart();
      }
      for (let look = 0; look < 3; look += 1) await bench.look("production");
      expect(
        (await bench.kinds()).filter((kind) => kind === "unverified" || kind === "held").toSorted(),
      ).toEqual(["held", "unverified"]);
      const { items } = await bench.store.runs.list(
        { environment: "production", slug: null, states: [], version: "1.0.1", deploy: null },
        { limit: 10, cursor: null },
      );
      expect(items).toHaveLength(1);
    },
  );
});
