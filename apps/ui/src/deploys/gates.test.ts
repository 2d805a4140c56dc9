import type { Environment } from "@lockstep/model";
import { expect, test } from "vitest";

import { openersOf, titleOfGate, waitsForPerson } from "./gates.ts";
import { verdict } from "./verdict.fixture.ts";

test("only a closed gate of people waits for a person", () => {
  expect(waitsForPerson(verdict("approvals", { verdict: "waiting" }))).toBe(true);
  expect(waitsForPerson(verdict("approvals"))).toBe(false);
  expect(waitsForPerson(verdict("soak", { verdict: "waiting" }))).toBe(false);
  expect(waitsForPerson(verdict("contract", { verdict: "refused" }))).toBe(false);
});

test("titles are words", () => {
  expect(titleOfGate("pull-request")).toBe("Pull request");
});

test("a team is named with its members, and nobody is left out of an open rule", () => {
  const policy = (from: readonly string[]) =>
    ({
      gates: { approvals: { required: 1, from, excludeAuthor: true, expiresAfter: null }, windows: null },
      directory: { teams: { ops: ["github:ada"] }, people: {} },
    }) as unknown as Environment;
  expect(openersOf(policy(["team:ops", "team:new", "token:grace"]))["approvals"]).toEqual([
    "team:ops (github:ada)",
    "team:new (nobody yet)",
    "token:grace",
  ]);
  expect(openersOf(policy([]))["approvals"]).toEqual(["everybody with the role approver"]);
  expect(openersOf(null)).toEqual({});
});
