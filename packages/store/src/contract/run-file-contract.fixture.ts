import { runFileLimits } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { attemptOf, newRun, unique } from "./builders.fixture.ts";
import { entryOf, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function runFileContract(subject: SubjectOf): void {
  const { runs, create, claimOne, endLease } = runHarness(subject);
  const files = () => subject().store.runFiles;

  /** A run that is claimed, and a way to write its files. */
  async function claimedRun() {
    const queue = unique("queue");
    const { id: run } = await create(queue);
    const { fencingToken } = await claimOne(queue);
    return {
      run,
      queue,
      write: (path: string, content: string, token = fencingToken) =>
        files().write({ run, fencingToken: token, path, content }),
    };
  }

  describe("the files of a run", () => {
    test("are read as they were written, and replaced by the next write", async () => {
      const { run, write } = await claimedRun();
      expect(await files().read(run, "a/b.txt")).toBeNull();
      expect(await write("a/b.txt", "grüße\n")).toBe("written");
      expect(await files().read(run, "a/b.txt")).toBe("grüße\n");
      expect(await write("a/b.txt", "again")).toBe("written");
      expect(await files().read(run, "a/b.txt")).toBe("again");
    });

    test("belong to it alone", async () => {
      const [one, two] = [await claimedRun(), await claimedRun()];
      await one.write("same.txt", "one");
      await two.write("same.txt", "two");
      expect(await files().read(one.run, "same.txt")).toBe("one");
      expect(await files().read(two.run, "same.txt")).toBe("two");
    });

    test("are found by whoever takes the run over, and not written by whoever lost it", async () => {
      const { run, queue, write } = await claimedRun();
      await write("kept.txt", "kept");
      await endLease(run);
      const { fencingToken } = await claimOne(queue, "other");
      expect(await write("kept.txt", "late")).toBe("fenced");
      expect(await files().read(run, "kept.txt")).toBe("kept");
      expect(await write("kept.txt", "new", fencingToken)).toBe("written");
    });

    test("are written by nobody once it has ended", async () => {
      const { run, write } = await claimedRun();
      await runs().write([entryOf(run, 1, { state: { to: "completed", output: null } })]);
      expect(await write("late.txt", "late")).toBe("fenced");
    });

    test("go along to a run that takes it up and keeps what was done", async () => {
      const { run, write } = await claimedRun();
      await write("a.txt", "grüße");
      await write("b.txt", "b");
      const end = { to: "failed", error: { type: "execution", message: "no" } } as const;
      await runs().write([entryOf(run, 1, { state: end })]);
      const retryOf = { run, keys: {}, actors: [] };
      const [queue, again] = [unique("queue"), unique("run")];
      const { run: taken } = await runs().create(newRun({ id: again, queue, retryOf }), [attemptOf(again)]);
      const { fencingToken } = await claimOne(queue);
      const change = { run: taken.id, fencingToken, path: "b.txt", content: "new" };
      expect(await files().write(change)).toBe("written");
      expect(await files().read(taken.id, "a.txt")).toBe("grüße");
      expect(await files().read(taken.id, "b.txt")).toBe("new");
      expect(await files().read(run, "b.txt")).toBe("b");
      const { run: fresh } = await runs().create(newRun({ retryOf }));
      expect(await files().read(fresh.id, "a.txt")).toBeNull();
    });

    test("stay within the limits together; replacing one counts once", async () => {
      const { run, write } = await claimedRun();
      const half = "x".repeat(runFileLimits.fileBytes);
      const most = runFileLimits.runBytes / runFileLimits.fileBytes;
      for (let index = 0; index < most; index += 1) expect(await write(`${index}.txt`, half)).toBe("written");
      expect(await write("one-more.txt", "x")).toBe("full");
      expect(await write("0.txt", half)).toBe("written");
      expect(await write("0.txt", `${half}x`)).toBe("full");
      expect(await write("0.txt", "")).toBe("written");
      expect(await write("one-more.txt", "x")).toBe("written");
      await subject().sql(`DELETE FROM run_files WHERE run = '${run}'`);
    });

    test("are not more than allowed", async () => {
      const { run, write } = await claimedRun();
      const rows = Array.from({ length: runFileLimits.files }, (_, i) => `('${run}', '${i}', '', 0, '')`);
      await subject().sql(
        `INSERT INTO run_files (run, path, content, bytes, updated_at) VALUES ${rows.join(", ")}`,
      );
      expect(await write("one-more.txt", "x")).toBe("full");
      expect(await write("7", "x")).toBe("written");
    });
  });
}
