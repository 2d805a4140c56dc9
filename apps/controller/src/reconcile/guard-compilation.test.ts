import { type EnvironmentStatus, Failure, type OrgStore, type Timer } from "@lockstep/model";
import { expect, test } from "vitest";

import type { Subject } from "../planning/subject.ts";
import { guardCompilation } from "./guard-compilation.ts";

const subject = {
  status: { slug: "staging" } as EnvironmentStatus,
  head: { branch: "develop", revision: "a".repeat(40) },
} as Subject;

/** Counts as the database does; a process that dies never gets to `clearCompileAttempts`. */
function countingStore(deaths: number) {
  let attempts = deaths;
  const environments = {
    countCompileAttempt: async () => (attempts += 1),
    clearCompileAttempts: async () => void (attempts = 0),
  };
  return { store: { environments } as unknown as OrgStore, attempts: () => attempts };
}

const atOnce: Timer = {
  after(_milliseconds, action) {
    action();
    return () => {};
  },
};
const notYet: Timer = { after: () => () => {} };
const { signal } = new AbortController();

/** Work that ends only when it is told to give up. */
const endless = (given: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    given.addEventListener("abort", () => reject(new Failure("cancelled", "told to give up")), {
      once: true,
    });
  });

test("a revision over which the process died three times is given up, and tried again later", async () => {
  const { store, attempts } = countingStore(3);
  const guarded = guardCompilation({ store, timer: atOnce }, subject, { signal, work: endless });
  await expect(guarded).rejects.toMatchObject({
    kind: "limit-exceeded",
    message: expect.stringContaining("a".repeat(12)),
    retryAfterMs: 600_000,
  });
  expect(attempts()).toBe(0);
});

test("a long compilation is counted while it is under way, and forgotten when it ends", async () => {
  const { store, attempts } = countingStore(2);
  const work = async () => {
    await Promise.resolve();
    return attempts();
  };
  expect(await guardCompilation({ store, timer: atOnce }, subject, { signal, work })).toBe(3);
  expect(attempts()).toBe(0);
});

test("a fault of the work is passed on and forgotten as well", async () => {
  const { store, attempts } = countingStore(0);
  const work = () => Promise.reject(new Failure("repository-unreachable", "git is away"));
  const guarded = guardCompilation({ store, timer: atOnce }, subject, { signal, work });
  await expect(guarded).rejects.toMatchObject({ kind: "repository-unreachable" });
  expect(attempts()).toBe(0);
});

test("a quick compilation writes nothing", async () => {
  const { store, attempts } = countingStore(1);
  expect(
    await guardCompilation({ store, timer: notYet }, subject, { signal, work: async () => "done" }),
  ).toBe("done");
  expect(attempts()).toBe(1);
});
