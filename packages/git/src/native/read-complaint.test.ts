import { expect, test } from "vitest";

import { isDamage, readComplaint } from "./read-complaint.ts";

test.each([
  ["fatal: write error: No space left on device", "disk-full"],
  ["fatal: Authentication failed for 'https://x/'", "repository-unreachable"],
  ["fatal: could not read Username for 'https://x': terminal prompts disabled", "repository-unreachable"],
  ["fatal: unable to access 'https://x/': Operation too slow. Less than 1 bytes/sec", "deadline-exceeded"],
  ["fatal: unable to access 'https://x/': Could not resolve host: x", "repository-unreachable"],
  ["fatal: mismatched algorithms: client sha1; server sha256", "repository-invalid"],
  ["fatal: something new", "repository-unreachable"],
])("knows what git means by %s", (complaint, kind) => {
  const failure = readComplaint(complaint, "https://example.com/a");
  expect(failure.kind).toBe(kind);
  expect(failure.message).not.toContain("fatal");
});

test.each([
  ["fatal: bad object refs/lockstep/1", true],
  ["error: object file is corrupt", true],
  ["fatal: https://x/ did not send all necessary objects", true],
  ["fatal: unable to access 'https://x/': The requested URL returned error: 503", false],
])("blames the mirror for %s: %s", (complaint, expected) => {
  expect(isDamage(complaint)).toBe(expected);
});
