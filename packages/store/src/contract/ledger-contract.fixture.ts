import { type LedgerFilter, type NewLedgerEntry, orgChain, verifyChain } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const everything: LedgerFilter = {
  chains: null,
  kinds: [],
  deploy: null,
  actor: null,
  since: null,
  until: null,
};

export function ledgerContract(subject: SubjectOf): void {
  const ledger = () => subject().store.ledger;

  function entry(environment: string, more: Partial<NewLedgerEntry> = {}): NewLedgerEntry {
    return {
      environment,
      kind: "held",
      deploy: null,
      body: { actor: { kind: "token", id: "token:ada" } },
      ...more,
    };
  }

  /** All that a search finds, page by page. */
  async function find(filter: Partial<LedgerFilter>, limit = 2) {
    const found = [];
    let cursor: string | null = null;
    do {
      const page = await ledger().search({ ...everything, ...filter }, { limit, cursor });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  describe("the ledger", () => {
    test("entries of several chains are appended at once, each behind the last of its own", async () => {
      const [one, other] = [unique("env"), unique("env")];
      await ledger().append([entry(other), entry(one), entry(one, { body: { n: 2 } })]);
      await ledger().append([entry(one)]);
      const chain = await ledger().list(one, 1, 10);
      expect(chain.map(({ position, body }) => [position, body])).toEqual([
        [1, entry(one).body],
        [2, { n: 2 }],
        [3, entry(one).body],
      ]);
      expect(verifyChain(chain)).toMatchObject({ intact: true, length: 3 });
      expect(verifyChain(await ledger().list(other, 1, 10))).toMatchObject({ intact: true, length: 1 });
      expect(await ledger().list(one, 3, 1)).toEqual([chain[2]]);
    });

    test("many who append to the same chains at once leave no gap and no fork", async () => {
      const [one, other] = [unique("env"), unique("env")];
      const writes = Array.from({ length: 20 }, (_, n) =>
        ledger().append(n % 2 === 0 ? [entry(one), entry(other)] : [entry(other), entry(one)]),
      );
      await Promise.all(writes);
      for (const chain of [one, other]) {
        expect(verifyChain(await ledger().list(chain, 1, 100))).toMatchObject({ intact: true, length: 20 });
      }
    });

    test("a search finds by chain, kind, deploy, actor and time, newest first, over pages without a gap", async () => {
      const [one, other, deploy] = [unique("env"), unique("env"), unique("deploy")];
      const bob = { actor: { kind: "token", id: unique("token:bob") } };
      await ledger().append([entry(one, { deploy, kind: "waiting" }), entry(one, { body: bob })]);
      await ledger().append([entry(other, { deploy, body: bob, kind: "denied" })]);
      await ledger().append([entry(one, { kind: "resumed" })]);
      const [first, second, fourth] = await ledger().list(one, 1, 10);
      const [third] = await ledger().list(other, 1, 10);
      if (first === undefined || third === undefined || fourth === undefined)
        throw new Error("nothing there");

      const both = await find({ chains: [one, other] });
      expect(both).toHaveLength(4);
      expect(both.map(({ at }) => at)).toEqual(
        both
          .map(({ at }) => at)
          .toSorted()
          .toReversed(),
      );
      expect(await find({ chains: [one] })).toEqual([fourth, second, first]);
      expect(await find({ chains: [] })).toEqual([]);
      expect(await find({ chains: [one, other], kinds: ["waiting", "denied"] })).toHaveLength(2);
      expect(await find({ deploy })).toHaveLength(2);
      expect(await find({ deploy, chains: [other] })).toEqual([third]);
      expect(await find({ actor: bob.actor.id })).toHaveLength(2);
      expect(await find({ chains: [one], since: "2999-01-01T00:00:00.000Z" })).toEqual([]);
      expect(await find({ chains: [one], until: first.at })).toEqual([]);
      expect(await find({ chains: [one], since: first.at })).toHaveLength(3);
    });

    test("a cursor that no search gave out is refused", async () => {
      const strange = Buffer.from('["x",1]').toString("base64url");
      await expect(ledger().search(everything, { limit: 1, cursor: strange })).rejects.toMatchObject({
        kind: "invalid-input",
      });
    });

    test("every chain with an entry is listed once, in order", async () => {
      const [one, other] = [unique("env"), unique("env")];
      await ledger().append([entry(other), entry(one), entry(one), entry(orgChain)]);
      const chains = await ledger().listChains();
      expect(chains).toEqual(expect.arrayContaining([one, other, orgChain]));
      expect(new Set(chains).size).toBe(chains.length);
    });
  });
}
