import { Failure, type JournalEntry } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createJournalWriter } from "./journal-writer.ts";

function entryOf(run: string): JournalEntry {
  return {
    run,
    fencingToken: 1,
    attempts: [],
    logs: [],
    state: null,
    events: [],
    children: [],
    abandoned: [],
  };
}

type Write = (entries: readonly JournalEntry[]) => Promise<readonly ("written" | "fenced")[]>;

const written: Write = async (entries) => entries.map(() => "written");

/** A store that notes which entries came together. */
function createRecorder(write: Write = written) {
  const batches: string[][] = [];
  const store = {
    write: (entries: readonly JournalEntry[]) => {
      batches.push(entries.map(({ run }) => run));
      return write(entries);
    },
  };
  return { batches, writer: createJournalWriter(store) };
}

describe("the journal writer", () => {
  test("makes what comes in one turn durable together", async () => {
    const { batches, writer } = createRecorder();
    await Promise.all(["a", "b", "c"].map((run) => writer.write(entryOf(run))));
    expect(batches).toEqual([["a", "b", "c"]]);
  });

  test("collects what comes while a write is under way", async () => {
    let finish: () => void = () => undefined;
    const isFree = new Promise<void>((resolve) => (finish = resolve));
    let begin: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begin = resolve));
    const { batches, writer } = createRecorder(async (entries) => {
      begin();
      await isFree;
      return written(entries);
    });
    const first = writer.write(entryOf("a"));
    await hasBegun;
    const later = [writer.write(entryOf("b")), writer.write(entryOf("c"))];
    finish();
    await Promise.all([first, ...later]);
    expect(batches).toEqual([["a"], ["b", "c"]]);
  });

  test("keeps batches short", async () => {
    const { batches, writer } = createRecorder();
    await Promise.all(Array.from({ length: 600 }, (_, index) => writer.write(entryOf(`r${index}`))));
    expect(batches.map(({ length }) => length)).toEqual([256, 256, 88]);
  });

  test("tells only the run that was taken over", async () => {
    const { writer } = createRecorder(async (entries) =>
      entries.map(({ run }) => (run === "lost" ? "fenced" : "written")),
    );
    const outcomes = await Promise.allSettled([writer.write(entryOf("lost")), writer.write(entryOf("kept"))]);
    expect(outcomes).toMatchObject([
      { status: "rejected", reason: { kind: "fenced" } },
      { status: "fulfilled" },
    ]);
  });

  test("does not let an entry that the database refuses take others down", async () => {
    const { batches, writer } = createRecorder(async (entries) => {
      if (entries.some(({ run }) => run === "bad")) throw new Error("value too large");
      return written(entries);
    });
    const outcomes = await Promise.allSettled(["a", "bad", "c"].map((run) => writer.write(entryOf(run))));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(batches).toEqual([["a", "bad", "c"], ["a"], ["bad"], ["c"]]);
  });

  test("does not try one by one while the database is away, and works again once it is back", async () => {
    let isAway = true;
    const { batches, writer } = createRecorder(async (entries) => {
      if (isAway) throw new Failure("database-unreachable", "The org database did not answer.");
      return written(entries);
    });
    const outcomes = await Promise.allSettled(["a", "b"].map((run) => writer.write(entryOf(run))));
    expect(outcomes).toMatchObject([{ reason: { kind: "database-unreachable" } }, { status: "rejected" }]);
    isAway = false;
    await writer.write(entryOf("c"));
    expect(batches).toEqual([["a", "b"], ["c"]]);
  });
});
