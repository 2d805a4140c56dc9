import { expect, test } from "vitest";

import { parseCommit } from "./parse-commit.ts";

const id = "1".repeat(40);

const parse = (lines: readonly string[], encoding: BufferEncoding = "utf8") =>
  parseCommit(id, Buffer.from(lines.join("\n"), encoding));

test("skips a signature and keeps what looks like a header in the message", () => {
  const commit = parse([
    `tree ${"2".repeat(40)}`,
    `parent ${"3".repeat(40)}`,
    `parent ${"4".repeat(40)}`,
    "author Ada <ada@example.com> 1700000000 +0100",
    "committer Ada <ada@example.com> 1700000000 +0100",
    "gpgsig -----BEGIN PGP SIGNATURE-----",
    " parent 5555",
    " -----END PGP SIGNATURE-----",
    "",
    "parent of all commits",
    "",
    "author Mallory <m@example.com> 0 +0000",
  ]);
  expect(commit.parents).toEqual(["3".repeat(40), "4".repeat(40)]);
  expect(commit.author).toEqual({ name: "Ada", email: "ada@example.com", at: "2023-11-14T22:13:20.000Z" });
  expect(commit.message).toBe("parent of all commits\n\nauthor Mallory <m@example.com> 0 +0000");
});

test.each([
  ["author Jürgen <j@example.com> 0 +0000", "Jürgen", "j@example.com", "1970-01-01T00:00:00.000Z"],
  ["author  <nobody@example.com> 5 +0000", "", "nobody@example.com", "1970-01-01T00:00:05.000Z"],
  ["author no address at all", "no address at all", "", "1970-01-01T00:00:00.000Z"],
  [
    "author A <a@example.com> 99999999999999999 +0000",
    "A <a@example.com> 99999999999999999 +0000",
    "",
    "1970-01-01T00:00:00.000Z",
  ],
  ["author A <a@example.com> -5 +0000", "A", "a@example.com", "1969-12-31T23:59:55.000Z"],
])("reads the person of %s", (line, name, email, at) => {
  expect(parse([line, "", ""]).author).toEqual({ name, email, at });
});

test("decodes the encoding that the commit names, and others as UTF-8", () => {
  expect(parse(["encoding ISO-8859-1", "", "Grüße"], "latin1").message).toBe("Grüße");
  expect(parse(["encoding made-up", "", "Grüße"]).message).toBe("Grüße");
});
