import { describe, expect, test } from "vitest";

import { protocols, providerWorld, useFakeProvider } from "../testing/fake-provider.fixture.ts";
import { createFakeTime } from "../testing/fake-time.ts";

const { provider, ask } = useFakeProvider();

describe("a streamed answer", () => {
  test.each(protocols)("of %s is published piece by piece", async (given) => {
    provider().answerWith({ does: "answer", text: "Grüße an alle 👋", pieces: 9 });
    const context = providerWorld();
    expect(await ask({ provider: given, stream: true }, context)).toMatchObject({ text: "Grüße an alle 👋" });
    expect(context.answers).toEqual(["Grüße an alle 👋"]);
  });

  test.each(protocols)("of %s that breaks off is a failure of connectivity", async (given) => {
    for (const does of ["break-off", "end-early"] as const) {
      provider().answerWith({ does, text: "Half an an" });
      const failed = ask({ provider: given, stream: true });
      await expect(failed).rejects.toMatchObject({ type: "connectivity" });
    }
  });

  test("that breaks off costs what was counted until then", async () => {
    provider().answerWith({ does: "break-off", text: "Half" });
    const context = providerWorld();
    const price = { inputPerMillion: 1_000_000 };
    await expect(ask({ provider: "anthropic", stream: true, price }, context)).rejects.toThrow();
    expect(context.reports).toEqual([{ inputTokens: 10, outputTokens: 1, cost: 10 }]);
  });

  test.each(protocols)("of %s that ends in an error says which", async (given) => {
    provider().answerWith({ does: "give-up", text: "Half", code: "overloaded_error", reason: "Too busy" });
    await expect(ask({ provider: given, stream: true })).rejects.toMatchObject({
      type: "provider",
      message: "The provider gave up on its answer (overloaded_error): Too busy.",
      details: { code: "overloaded_error" },
    });
  });

  test("that stalls is a timeout after a minute of silence, and its connection is closed", async () => {
    provider().answerWith({ does: "stall", text: "Half" });
    const timer = createFakeTime();
    let hear: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (hear = resolve));
    const write = (text: string): void => {
      if (text === "Half") hear();
    };
    const context = providerWorld({ timer, openAnswer: () => ({ write, end: () => undefined }) });
    const failed = expect(ask({ stream: true }, context)).rejects.toMatchObject({
      type: "timeout",
      message: "The provider sent nothing for 60 seconds.",
    });
    await heard;
    // The limit is set once the step waits for more.
    do await new Promise((resolve) => setImmediate(resolve));
    while (timer.nextDue() === null);
    timer.advance(60_000);
    await failed;
  });

  test("that is aborted ends at once", async () => {
    provider().answerWith({ does: "stall", text: "Half" });
    const controller = new AbortController();
    const context = providerWorld({
      signal: controller.signal,
      openAnswer: () => ({ write: (text) => text !== "" && controller.abort(), end: () => undefined }),
    });
    await expect(ask({ stream: true }, context)).rejects.toMatchObject({ type: "connectivity" });
  });

  test.each([
    ["broken JSON", "data: {broken\n\n", /not JSON/],
    ["a line without an end", `data: ${"x".repeat(2 * 1024 * 1024)}`, /longer than 1048576/],
    ["an event of many lines", `data: ${"x".repeat(60_000)}\n`.repeat(20), /longer than 1048576/],
    ["no events at all", "<html></html>", /broke off/],
  ])("of %s fails clearly", async (_, body, message) => {
    provider().answerWith({ does: "respond", status: 200, body });
    await expect(ask({ stream: true })).rejects.toThrow(message);
  });
});
