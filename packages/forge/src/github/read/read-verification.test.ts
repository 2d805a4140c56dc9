import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;

beforeEach(async () => {
  on = await startForge();
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

test("tells GitHub's verdict on a commit, and that a commit is not there", async () => {
  const revision = await on.repository.git.revisionOf("main");
  const read = () => on.forge.readVerification(revision, signal);
  expect(await read()).toEqual({ isVerified: false, reason: "unsigned" });
  on.repository.verifications.set(revision, "bad_cert");
  expect(await read()).toEqual({ isVerified: false, reason: "bad_cert" });
  on.repository.verifications.set(revision, "valid");
  expect(await read()).toEqual({ isVerified: true, reason: "valid" });
  await expect(on.forge.readVerification("a".repeat(40), signal)).rejects.toMatchObject({
    kind: "not-found",
  });
});
