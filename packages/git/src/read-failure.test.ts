import { Failure } from "@lockstep/model";
import { expect, test } from "vitest";

import { readFailure } from "./read-failure.ts";

const never = new AbortController().signal;
const withCode = (code: string) => Object.assign(new Error("secret text"), { code });

test.each([
  [withCode("ENOSPC"), "disk-full"],
  [withCode("EDQUOT"), "disk-full"],
  [new TypeError("fetch failed", { cause: withCode("ECONNREFUSED") }), "repository-unreachable"],
  [new TypeError("fetch failed", { cause: withCode("UND_ERR_CONNECT_TIMEOUT") }), "deadline-exceeded"],
  [withCode("EWHATEVER"), "repository-unreachable"],
  ["not even an error", "repository-unreachable"],
])("names what %o means and repeats nothing of it", (thrown, kind) => {
  const failure = readFailure(thrown, "https://example.com/a", never);
  expect(failure).toMatchObject({ kind, message: expect.stringContaining("https://example.com/a") });
  expect(failure.message).not.toContain("secret");
  expect(failure.cause).toBeUndefined();
});

test.each([
  [AbortSignal.abort(), "cancelled"],
  [AbortSignal.abort(new DOMException("late", "TimeoutError")), "deadline-exceeded"],
  [AbortSignal.abort(new Failure("shutting-down", "Stopping.")), "shutting-down"],
])("believes the caller's signal first", (signal, kind) => {
  expect(readFailure(withCode("ECONNRESET"), "a", signal).kind).toBe(kind);
});
