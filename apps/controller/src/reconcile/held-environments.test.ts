import type { Actor } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";

const ada: Actor = { kind: "user", id: "github:ada" };
let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
  await commit({ ...environment("production", "main"), ...greeter("hello", "1.0.0") });
  await bench.look("production");
});
afterEach(() => bench.close());

const commit = (files: Record<string, string>) => bench.repository.commit({ branch: "main", files });
const pause = () =>
  bench.store.holds.place({
    environment: "production",
    kind: "pause",
    reason: "Stock-taking.",
    actor: ada,
    deploy: null,
    quarantine: [],
  });
const resume = (holds: readonly string[] | null = null) =>
  bench.store.holds.lift({ environment: "production", holds, actor: ada, reason: "Done." });

describe("a paused environment", () => {
  test("is in step and says that it is held until there is something to apply", async () => {
    await pause();
    const calm = await bench.look("production");
    expect(calm).toMatchObject({ state: "in-sync" });
    expect(calm.because).toContain("held by github:ada");
    await commit(greeter("hello", "1.1.0", "Hi"));
    const held = await bench.look("production");
    expect(held).toMatchObject({ state: "held", sequence: 1, opensAt: null, predictedAt: null });
    expect(held.because).toContain("held by github:ada");
    expect(await bench.deploys("production")).toMatchObject([{ state: "waiting" }, { state: "applied" }]);
  });

  test("goes on at once when a person resumes it, and only when no hold is left", async () => {
    const [first, second] = [await pause(), await pause()];
    await commit(greeter("hello", "1.1.0", "Hi"));
    await bench.look("production");
    await resume([first.id]);
    expect(await bench.look("production")).toMatchObject({ state: "held", sequence: 1 });
    await resume([second.id]);
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  });

  test("is looked at again by a process that did not see the hint", async () => {
    await pause();
    await commit(greeter("hello", "1.1.0", "Hi"));
    await bench.look("production");
    await resume();
    await bench.store.environments.takeHints();
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  });

  test("no longer says so once it is resumed", async () => {
    await pause();
    await bench.look("production");
    await resume();
    expect((await bench.look("production")).because).not.toContain("held");
  });
});
