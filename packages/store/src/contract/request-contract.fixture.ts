import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import { past } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const staleMs = 60_000;

export function requestContract(subject: SubjectOf): void {
  const requests = () => subject().store.requests;
  const request = (more: { key?: string; body?: string } = {}) => ({
    scope: "token POST /tokens",
    key: unique("key"),
    body: "a",
    run: null,
    ...more,
  });

  describe("requests that may be repeated", () => {
    test("only one of many at once is new", async () => {
      const given = request();
      const claims = await Promise.all(Array.from({ length: 8 }, () => requests().claim(given, staleMs)));
      expect(claims.map(({ state }) => state).sort()).toEqual([
        "new",
        ...Array.from({ length: 7 }, () => "under-way"),
      ]);
    });

    test("a repeated one gets the first answer", async () => {
      const given = request();
      await requests().claim(given, staleMs);
      await requests().answer(given, "sealed");
      expect(await requests().claim(given, staleMs)).toEqual({ state: "answered", response: "sealed" });
      expect(await requests().claim({ ...given, scope: "other" }, staleMs)).toEqual({ state: "new" });
    });

    test("another body under the same key is refused", async () => {
      const given = request();
      await requests().claim(given, staleMs);
      await expect(requests().claim({ ...given, body: "b" }, staleMs)).rejects.toMatchObject({
        kind: "unprocessable",
        code: "IDEMPOTENCY_MISMATCH",
      });
    });

    test("a released key is free, an answered one stays taken", async () => {
      const given = request();
      await requests().claim(given, staleMs);
      await requests().release(given);
      expect(await requests().claim(given, staleMs)).toEqual({ state: "new" });
      await requests().answer(given, "sealed");
      await requests().release(given);
      expect(await requests().claim(given, staleMs)).toMatchObject({ state: "answered" });
    });

    test("a request that was lost with its process is taken over by one", async () => {
      const given = request();
      await requests().claim(given, staleMs);
      const claims = await Promise.all(Array.from({ length: 4 }, () => requests().claim(given, 0)));
      expect(claims.filter(({ state }) => state === "new").length).toBeGreaterThan(0);
      await requests().answer(given, "sealed");
      expect(await requests().claim(given, 0)).toMatchObject({ state: "answered" });
    });

    test("a key is free again after a day", async () => {
      const given = request();
      await requests().claim(given, staleMs);
      await requests().answer(given, "sealed");
      await subject().sql(`UPDATE idempotency_keys SET created_at = '${past}' WHERE key = '${given.key}'`);
      expect(await requests().claim({ ...given, body: "b" }, staleMs)).toEqual({ state: "new" });
    });
  });
}
