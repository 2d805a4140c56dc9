import { hasSigningTools, openSigningDesk, type SigningDesk, type SigningKey } from "@lockstep/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test as testOf } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

const test = testOf.skipIf(!hasSigningTools);

let desk: SigningDesk;
let ada: SigningKey;
let bench: ForgeBench;

beforeAll(async () => {
  desk = await openSigningDesk();
  ada = await desk.ssh("ed25519");
});
afterAll(() => desk.close());

beforeEach(async () => {
  bench = await openForgeBench();
  await bench.settle();
  const source = { branch: "main", commitSignatures: "require" };
  const files = {
    ...environment("production", "main", { source }),
    ".lockstep/allowed_signers": `ada@example.com ${ada.publicKey}\n`,
  };
  await bench.repository.commit({ branch: "main", files });
  await bench.settle();
});
afterEach(() => bench.close());

const plan = "lockstep / plan (production)";

test("a pull request is not refused because nobody signed the trial merge, and says so", async () => {
  const head = await bench.branchOff("main", "topic", greeter("hello", "1.0.1", "Hi"));
  await bench.forge.open(1, { head: "topic", base: "main" });
  await bench.keep();
  const check = bench.check(head, plan);
  expect(check.conclusion).toBe("success");
  expect(check.text).toContain("merging makes another commit, whose signature is judged when it is there");

  await bench.forge.merge(1);
  await bench.settle();
  expect(await bench.status("production")).toMatchObject({ state: "refused" });
  await desk.signTip(bench.repository, "main", ada);
  await bench.settle();
  expect(await bench.applied("production")).toMatchObject({ hello: "1.0.1" });
});

test("a pull request onto commits that nobody signed is refused", async () => {
  await bench.repository.commit({ branch: "main", files: { "README.md": "Read me." } });
  const head = await bench.branchOff("main", "topic", greeter("hello", "1.0.1", "Hi"));
  await bench.forge.open(1, { head: "topic", base: "main" });
  await bench.keep();
  expect(bench.check(head, plan)).toMatchObject({ conclusion: "failure" });
});
