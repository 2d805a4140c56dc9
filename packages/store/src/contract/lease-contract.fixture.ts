import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function leaseContract(subject: SubjectOf): void {
  const leases = () => subject().store.leases;
  const minute = 60_000;

  async function expire(name: string): Promise<void> {
    await subject().sql(`UPDATE leases SET expires_at = '2000-01-01T00:00:00.000Z' WHERE name = '${name}'`);
  }

  describe("leases", () => {
    test("one holder at a time; renewing keeps the token", async () => {
      const name = unique("lease");
      const token = await leases().acquire(name, "one", minute);
      expect(token).toBe(1);
      expect(await leases().acquire(name, "other", minute)).toBeNull();
      expect(await leases().acquire(name, "one", minute)).toBe(token);
      expect(await leases().load(name)).toMatchObject({ holder: "one" });
    });

    test("of many at once exactly one gets it", async () => {
      const name = unique("lease");
      const holders = Array.from({ length: 10 }, (_, index) => `holder-${index}`);
      const tokens = await Promise.all(holders.map((holder) => leases().acquire(name, holder, minute)));
      expect(tokens.filter((token) => token !== null)).toEqual([1]);
    });

    test("an expired lease is free, and the next token is higher", async () => {
      const name = unique("lease");
      await leases().acquire(name, "one", minute);
      await expire(name);
      expect(await leases().load(name)).toBeNull();
      expect(await leases().acquire(name, "other", minute)).toBe(2);
      expect(await leases().acquire(name, "one", minute)).toBeNull();
    });

    test("a holder that let its own lease run out gets a higher token too", async () => {
      const name = unique("lease");
      await leases().acquire(name, "one", minute);
      await expire(name);
      expect(await leases().acquire(name, "one", minute)).toBe(2);
    });

    test("only the holder releases, and tokens go on growing afterwards", async () => {
      const name = unique("lease");
      await leases().acquire(name, "one", minute);
      await leases().release(name, "other");
      expect(await leases().load(name)).toMatchObject({ holder: "one" });
      await leases().release(name, "one");
      expect(await leases().load(name)).toBeNull();
      expect(await leases().acquire(name, "one", minute)).toBe(2);
    });
  });
}
