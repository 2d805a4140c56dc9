import { describe, expect, test } from "vitest";

import { Failure } from "./failure.ts";
import { OpenCalls } from "./open-calls.ts";

const closed = new Failure("shutting-down", "It is closed.");
const never = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });

describe("calls under way", () => {
  test("give what their work gives", async () => {
    expect(await new OpenCalls().run(new AbortController().signal, async () => 7)).toBe(7);
  });

  test("end with their caller's signal, which the others do not feel", async () => {
    const calls = new OpenCalls();
    const [one, two] = [new AbortController(), new AbortController()];
    const [first, second] = [calls.run(one.signal, never), calls.run(two.signal, never)];
    one.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    two.abort(new Error("me too"));
    await expect(second).rejects.toThrow("me too");
  });

  test("end when the service closes, and none begins later", async () => {
    const calls = new OpenCalls();
    const { signal } = new AbortController();
    const running = calls.run(signal, never);
    calls.close(closed);
    await expect(running).rejects.toBe(closed);
    await expect(calls.run(signal, async () => 7)).rejects.toBe(closed);
  });

  test("do not begin with a signal that is aborted", async () => {
    let hasBegun = false;
    const work = async () => {
      hasBegun = true;
    };
    await expect(new OpenCalls().run(AbortSignal.abort(closed), work)).rejects.toBe(closed);
    expect(hasBegun).toBe(false);
  });
});
