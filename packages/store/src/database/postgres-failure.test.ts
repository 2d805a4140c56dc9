import type { FailureKind } from "@lockstep/model";
import { Failure } from "@lockstep/model";
import pg from "pg";
import { expect, test } from "vitest";

import { isTransient, postgresFailure } from "./postgres-failure.ts";

function databaseError(code: string): Error {
  return Object.assign(new pg.DatabaseError("as the server says it", 1, "error"), { code });
}

test.each<[string, FailureKind]>([
  ["53100", "disk-full"],
  ["53300", "database-unreachable"],
  ["57P01", "database-unreachable"],
  ["08006", "database-unreachable"],
  ["28P01", "database-unreachable"],
  ["3D000", "database-unreachable"],
  ["57014", "deadline-exceeded"],
  ["23505", "conflict"],
  ["40001", "conflict"],
  ["40P01", "conflict"],
  ["55P03", "conflict"],
  ["42601", "internal"],
])("the server's %s is %s", (code, kind) => {
  expect(postgresFailure(databaseError(code)).kind).toBe(kind);
});

test.each<[Error, FailureKind]>([
  [
    Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), { code: "ECONNREFUSED" }),
    "database-unreachable",
  ],
  [new Error("Connection terminated unexpectedly"), "database-unreachable"],
  [new Error("timeout exceeded when trying to connect"), "database-unreachable"],
  [new TypeError("values is not iterable"), "internal"],
])("%s is %s", (thrown, kind) => {
  expect(postgresFailure(thrown).kind).toBe(kind);
});

test("what is a failure already stays what it is", () => {
  const failure = new Failure("wrong-installation", "It belongs to another repository.");
  expect(postgresFailure(failure)).toBe(failure);
});

test("only victims of conflicts are worth running again at once", () => {
  expect(["40001", "40P01", "23505", "57014"].filter((code) => isTransient(databaseError(code)))).toEqual([
    "40001",
    "40P01",
  ]);
});
