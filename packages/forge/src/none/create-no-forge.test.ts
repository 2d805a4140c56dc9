import { expect, test } from "vitest";

import { createNoForge } from "./create-no-forge.ts";

const { signal } = new AbortController();

test("plain git can nothing, and nothing waits for it", async () => {
  const forge = createNoForge();
  expect(new Set(Object.values(forge.capabilities))).toEqual(new Set([false]));
  await expect(forge.listOpenPullRequests(signal)).resolves.toEqual([]);
  await expect(forge.readMergeEvidence("a".repeat(40), signal)).resolves.toBeNull();
  await expect(forge.readVerification("a".repeat(40), signal)).resolves.toBeNull();
  await expect(forge.publishComment({ pullRequest: 1, body: "" }, signal)).resolves.toBeUndefined();
  await expect(forge.readGitToken(signal)).resolves.toBeNull();
  await expect(
    forge.commitFiles({ branch: "a", expectedHead: "b", files: [], message: "c" }, signal),
  ).rejects.toMatchObject({ kind: "forge-refused" });
  await expect(
    forge.createBranch({ branch: "a", from: "b", files: [], message: "c" }, signal),
  ).rejects.toMatchObject({ kind: "forge-refused" });
  await expect(
    forge.openPullRequest({ head: "a", base: "b", title: "c", body: "" }, signal),
  ).rejects.toMatchObject({ kind: "forge-refused" });
});
