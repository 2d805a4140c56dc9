import { describe, expect, test } from "vitest";

import { chainStart, hashLedgerEntry, verifyChain } from "./ledger-chain.ts";
import type { LedgerEntry } from "./ledger.ts";

function chainOf(length: number): LedgerEntry[] {
  const records: LedgerEntry[] = [];
  for (let position = 1; position <= length; position += 1) {
    const unhashed = {
      environment: "staging",
      position,
      kind: "applied" as const,
      deploy: `deploy-${position}`,
      at: "2026-01-01T00:00:00.000Z",
      body: { sequence: position },
      previous: records.at(-1)?.hash ?? chainStart,
    };
    records.push({ ...unhashed, hash: hashLedgerEntry(unhashed) });
  }
  return records;
}

describe("a chain of deploy records", () => {
  test("is intact when every record names the one before", () => {
    expect(verifyChain(chainOf(3))).toMatchObject({ intact: true, length: 3 });
  });

  test("breaks where a body was changed", () => {
    const records = chainOf(3).map((record) =>
      record.position === 2 ? { ...record, body: { sequence: 7 } } : record,
    );
    expect(verifyChain(records)).toMatchObject({ intact: false, position: 2 });
  });

  test("breaks where a record was taken out", () => {
    expect(verifyChain(chainOf(3).filter(({ position }) => position !== 2))).toMatchObject({
      intact: false,
      position: 2,
    });
  });
});
