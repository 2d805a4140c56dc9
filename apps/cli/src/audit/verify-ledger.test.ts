import { chainStart, hashLedgerEntry, type LedgerEntry, type UnhashedLedgerEntry } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { verifyLedger } from "./verify-ledger.ts";

/** Entries of one chain, each naming the one before. */
function chainOf(environment: string, length: number): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let position = 1; position <= length; position += 1) {
    const unhashed: UnhashedLedgerEntry = {
      environment,
      position,
      kind: "held",
      deploy: position % 2 === 0 ? null : `deploy-${position}`,
      at: `2026-01-01T00:00:0${position}.000Z`,
      body: { actor: { kind: "token", id: "token:ada" }, reason: "Because — ü.", n: position },
      previous: entries.at(-1)?.hash ?? chainStart,
    };
    entries.push({ ...unhashed, hash: hashLedgerEntry(unhashed) });
  }
  return entries;
}

const staging = chainOf("staging", 5);
const org = chainOf("@org", 3);
const headOf = (entries: readonly LedgerEntry[]) => entries.at(-1)?.hash ?? chainStart;

async function* linesOf(entries: readonly (object | string)[]) {
  for (const entry of entries) yield typeof entry === "string" ? entry : JSON.stringify(entry);
}

const verify = (
  entries: readonly (object | string)[],
  heads: Parameters<typeof verifyLedger>[1] = new Map(),
) => verifyLedger(linesOf(entries), heads);

/** The broken chains of an export, and its lines that are no entries. */
async function breaksOf(entries: readonly (object | string)[]) {
  const { chains, strayLines } = await verify(entries);
  return [
    ...chains.flatMap(({ chain, broken }) => (broken === null ? [] : [{ chain, ...broken }])),
    ...strayLines,
  ];
}

/** The chain with one entry changed, its hash as it was. */
const withEntry = (position: number, change: object) =>
  staging.map((entry) => (entry.position === position ? { ...entry, ...change } : entry));

test("an untouched export is intact, and tells the head of each chain", async () => {
  expect(await verify([...org, ...staging])).toEqual({
    chains: [
      { chain: "@org", entries: 3, head: headOf(org), broken: null },
      { chain: "staging", entries: 5, head: headOf(staging), broken: null },
    ],
    strayLines: [],
  });
});

describe("a changed field breaks the chain at its entry:", () => {
  const changes: readonly (readonly [keyof LedgerEntry, unknown])[] = [
    ["environment", "production"],
    ["position", 7],
    ["kind", "resumed"],
    ["deploy", "deploy-9"],
    ["at", "2026-01-01T00:00:09.000Z"],
    ["body", { actor: { kind: "token", id: "token:bob" }, reason: "Because — ü.", n: 3 }],
    ["previous", chainStart],
    ["hash", `sha256:${"0".repeat(64)}`],
  ];

  test("these are all fields", () => {
    expect(changes.map(([name]) => name).toSorted()).toEqual(Object.keys(staging[0] ?? {}).toSorted());
  });

  test.each(changes)("%s", async (name, value) => {
    for (const position of [1, 3, 5]) {
      if (staging[position - 1]?.[name] === value) continue;
      const breaks = await breaksOf(withEntry(position, { [name]: value }));
      // In another chain it has no place, and its own chain misses it unless it was the last.
      if (name === "environment")
        expect(breaks).toContainEqual(expect.objectContaining({ chain: value, position: 1 }));
      else expect(breaks).toMatchObject([{ chain: "staging", position, line: position }]);
    }
  });

  test("even when the entry's own hash is made to fit", async () => {
    const forged = withEntry(3, { kind: "resumed" }).map((entry) =>
      entry.position === 3 ? { ...entry, hash: hashLedgerEntry(entry) } : entry,
    );
    expect(await breaksOf(forged)).toMatchObject([
      { position: 4, because: "it does not name the entry before it" },
    ]);
  });
});

describe("entries that are", () => {
  test.each([1, 2, 4])("removed (position %i) are missed", async (position) => {
    const rest = staging.filter((entry) => entry.position !== position);
    expect(await breaksOf(rest)).toMatchObject([
      { chain: "staging", position, because: `position ${position} is missing` },
    ]);
  });

  test("put into another order are out of place", async () => {
    const [first, second, third, ...rest] = staging;
    if (first === undefined || second === undefined || third === undefined) throw new Error("too short");
    expect(await breaksOf([first, third, second, ...rest])).toMatchObject([{ position: 2, line: 2 }]);
  });

  test("inserted have no place", async () => {
    const [first, second, ...rest] = staging;
    if (first === undefined || second === undefined) throw new Error("too short");
    expect(await breaksOf([first, second, second, ...rest])).toMatchObject([
      { position: 3, because: "position 2 comes again or out of order" },
    ]);
    const made = { ...second, position: 3, previous: second.hash };
    const forged = { ...made, hash: hashLedgerEntry(made) };
    const moved = rest.map((entry) => ({ ...entry, position: entry.position + 1 }));
    expect(await breaksOf([first, second, forged, ...moved])).toMatchObject([{ position: 4 }]);
  });

  test("moved to another chain break both", async () => {
    const moved = [...org, ...staging].map((entry) =>
      entry === org[2] ? { ...entry, environment: "staging" } : entry,
    );
    expect(await breaksOf(moved)).toMatchObject([{ chain: "staging", position: 1 }]);
    expect((await verify(moved, new Map([["@org", headOf(org)]]))).chains).toMatchObject([
      { chain: "@org", broken: { because: expect.stringContaining("cut off") } },
      { chain: "staging", broken: {} },
    ]);
  });

  test("cut off at the end are missed by whoever noted the head", async () => {
    const cut = staging.slice(0, 3);
    expect(await breaksOf(cut)).toEqual([]);
    const { chains } = await verify(cut, new Map([["staging", headOf(staging)]]));
    expect(chains).toMatchObject([{ head: null, broken: { because: expect.stringContaining("cut off") } }]);
    expect((await verify([], new Map([["staging", headOf(staging)]]))).chains).toMatchObject([
      { chain: "staging", entries: 0, broken: {} },
    ]);
  });

  test("added since a head was noted are fine", async () => {
    const { chains } = await verify(staging, new Map([["staging", headOf(staging.slice(0, 3))]]));
    expect(chains).toMatchObject([{ broken: null, head: headOf(staging) }]);
  });

  test("all written anew are missed by whoever noted a head", async () => {
    const other = chainOf("staging", 4).map((entry) => ({ ...entry, body: {} }));
    const anew: LedgerEntry[] = [];
    for (const entry of other) {
      const unhashed = { ...entry, previous: anew.at(-1)?.hash ?? chainStart };
      anew.push({ ...unhashed, hash: hashLedgerEntry(unhashed) });
    }
    expect(await breaksOf(anew)).toEqual([]);
    expect((await verify(anew, new Map([["staging", headOf(staging)]]))).chains[0]?.broken).not.toBeNull();
  });
});

test.each([
  ["a field that no hash covers", { ...staging[0], note: "trust me" }, "covered by no hash"],
  ["a field twice", JSON.stringify(staging[0]).replace('{"', '{"kind":"applied","'), "twice"],
  ["a missing field", { ...staging[0], at: undefined }, "at is missing"],
  ["half a line", JSON.stringify(staging[0]).slice(0, 50), "cut off"],
  ["an array", "[]", "not a JSON object"],
])("a line with %s is none", async (_, line, because) => {
  expect(await breaksOf([line])).toMatchObject([{ line: 1, because: expect.stringContaining(because) }]);
});
