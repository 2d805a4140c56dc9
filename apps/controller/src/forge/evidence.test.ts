import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench();
  await bench.settle();
});
afterEach(() => bench.close());

const down = new Failure("forge-unreachable", "GitHub does not answer");

describe("who and why", () => {
  const evidenceOf = async () => (await bench.records("staging")).at(-1)?.body["evidence"];

  test("the record of a merge names pull request, author, merger, reviews and checks, people by erasable id", async () => {
    await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    await bench.forge.merge(1);
    await bench.keep();
    await bench.controller.reconcile();
    expect(await evidenceOf()).toMatchObject({
      pullRequest: { number: 1, url: "https://forge.example/acme/flows/pull/1", base: "develop" },
      reviews: [{ verdict: "approved" }],
      checks: [{ name: "lockstep / validate", outcome: "success", reporter: "lockstep" }],
    });
    const text = JSON.stringify(await evidenceOf());
    expect(text).not.toContain("grace");
    expect(text).not.toContain("linus");
    expect(text.match(/person:[0-9a-f]{64}/g)).toHaveLength(3);
  });

  test("a forge that does not answer leaves the reason in the record", async () => {
    bench.forge.fault = down;
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
    await bench.settle();
    expect(await evidenceOf()).toEqual({ unavailable: "GitHub does not answer" });
  });

  test("a commit that no pull request brought has no evidence, and its trailers are kept", async () => {
    const message = "Greet\n\nReviewed-by: Grace Hopper <grace@example.com>\nRefs: #7";
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a"), message });
    await bench.settle();
    expect(await evidenceOf()).toBeNull();
    const body = (await bench.records("staging")).at(-1)?.body;
    expect(body?.["commit"]).toMatchObject({
      trailers: [
        { token: "Reviewed-by", person: expect.stringMatching(/^person:/) },
        { token: "Refs", value: "#7" },
      ],
    });
  });
});
