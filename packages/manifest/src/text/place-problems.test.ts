import { problem } from "@lockstep/model";
import { expect, test } from "vitest";

import { placeProblems } from "./place-problems.ts";

test("a problem found without the text gets the line and column its pointer leads to, and keeps its facts", () => {
  const text = `{\n  "slug": "a",\n  "version": "1.0.0",\n  "steps": [{}, { "id": "x" }]\n}`;
  const found = [
    problem("IMMUTABLE_VERSION", "it is released", {
      file: "a.json",
      path: "/version",
      facts: { slug: "a" },
    }),
    problem("CALLEE_UNKNOWN", "who?", { file: "a.json", path: "/steps/1/id" }),
  ];
  expect(placeProblems("a.json", Buffer.from(text), found)).toMatchObject([
    { code: "IMMUTABLE_VERSION", line: 3, column: 14, path: "/version", facts: { slug: "a" } },
    { code: "CALLEE_UNKNOWN", line: 4, column: 25, path: "/steps/1/id" },
  ]);
});

test("an element that is named by its text is found, and named by its index", () => {
  const text = `{\n  "uses": { "variables": [\n    "FIRST",\n    "CRM_URL"\n  ] }\n}`;
  const found = [
    problem("VARIABLE_MISSING", "no CRM_URL", { file: "a.json", path: "/uses/variables/CRM_URL" }),
    problem("VARIABLE_MISSING", "gone", { file: "a.json", path: "/uses/variables/GONE" }),
  ];
  expect(placeProblems("a.json", Buffer.from(text), found)).toMatchObject([
    { message: "gone", line: 2, column: 26, path: "/uses/variables/GONE" },
    { message: "no CRM_URL", line: 4, column: 5, path: "/uses/variables/1" },
  ]);
});
