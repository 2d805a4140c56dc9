import type { Signals } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { waitUntil } from "./wait-until.ts";

interface Bell extends Signals {
  ring(): void;
  readonly listeners: Set<() => void>;
}

function bell(): Bell {
  const listeners = new Set<() => void>();
  return {
    listeners,
    ring: () => listeners.forEach((listener) => listener()),
    notify: async () => {},
    listen(_channel, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const never = new AbortController().signal;

describe("waiting", () => {
  test("ends at the signal that brings the state", async () => {
    const signals = bell();
    let looks = 0;
    const look = async () => {
      looks += 1;
      queueMicrotask(signals.ring);
      return looks === 3 ? "there" : null;
    };
    const found = await waitUntil({
      signals,
      channels: ["run"],
      lookAgainMs: 20,
      milliseconds: 20_000,
      abort: never,
      look,
    });
    expect(found).toBe("there");
    expect(looks).toBe(3);
  });

  test("finds the state although the signal was lost", async () => {
    let looks = 0;
    const look = async () => ((looks += 1) === 2 ? "there" : null);
    const wait = {
      signals: bell(),
      channels: ["run"] as const,
      lookAgainMs: 20,
      milliseconds: 20_000,
      abort: never,
      look,
    };
    expect(await waitUntil(wait)).toBe("there");
  });

  test("looks one last time when the time is over", async () => {
    const wait = {
      signals: bell(),
      channels: ["run"] as const,
      lookAgainMs: 20,
      milliseconds: 5,
      abort: never,
    };
    expect(await waitUntil({ ...wait, look: async () => null })).toBeNull();
  });

  test("ends at once when aborted, and listens no longer", async () => {
    const signals = bell();
    const abort = AbortSignal.abort();
    const wait = {
      signals,
      channels: ["run", "event"] as const,
      lookAgainMs: 20,
      milliseconds: 20_000,
      abort,
    };
    expect(await waitUntil({ ...wait, look: async () => null })).toBeNull();
    expect(signals.listeners.size).toBe(0);
  });
});
