import type { Commit } from "@lockstep/model";
import { expect, test } from "vitest";

import { createAuthorReader } from "./author-reader.ts";

test("a credit of nothing but @ takes no longer than its length, and names nobody", async () => {
  const ada = { name: "Ada", email: "ada@example.com", at: "2026-02-01T09:00:00.000Z" };
  const message = `Say hi\n\nCo-authored-by: <${"@".repeat(300_000)}`;
  const commit: Commit = { revision: "a".repeat(40), parents: [], author: ada, committer: ada, message };
  const repository = { readContained: () => Promise.resolve([commit]) };
  const began = performance.now();
  const range = { from: null, to: commit.revision };
  const { identities } = await createAuthorReader(repository).read([range], new AbortController().signal);
  expect(identities).toEqual(["email:ada@example.com"]);
  // The square of its length would take half a minute.
  expect(performance.now() - began).toBeLessThan(2_000);
});
