import { generateKeyPairSync } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { matchPatternList } from "../pattern-list.ts";
import { parseAllowedSigners } from "./parse-allowed-signers.ts";
import { wireString } from "./wire-reader.ts";

const { x = "" } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
const key = Buffer.concat([wireString("ssh-ed25519"), wireString(Buffer.from(x, "base64url"))]).toString(
  "base64",
);
const nobody = { namespaces: null, validAfter: null, validBefore: null };

test("reads principals, options, key and comment as OpenSSH writes them", () => {
  const lines = [
    "# who may sign",
    "",
    `ada@example.com ssh-ed25519 ${key} ada's laptop`,
    `*@example.com,!eve@example.com\tssh-ed25519  ${key}`,
    `"grace hopper" namespaces="git,file",VALID-AFTER="20260102",valid-before="202603041530Z" ssh-ed25519 ${key}`,
  ];
  expect(parseAllowedSigners(lines.join("\r\n"))).toEqual({
    ssh: [
      { principals: "ada@example.com", ...nobody, key },
      { principals: "*@example.com,!eve@example.com", ...nobody, key },
      {
        principals: "grace hopper",
        namespaces: "git,file",
        validAfter: Date.UTC(2026, 0, 2) / 1000,
        validBefore: Date.UTC(2026, 2, 4, 15, 30) / 1000,
        key,
      },
    ],
    faults: [],
  });
});

test.each([
  [`ada cert-authority ssh-ed25519 ${key}`, "cert-authority is not supported"],
  [`ada no-such="x" ssh-ed25519 ${key}`, "an option that is unknown"],
  [`ada namespaces=git ssh-ed25519 ${key}`, "not in quotes"],
  [`ada valid-before="20260230" ssh-ed25519 ${key}`, "a time that is not"],
  [`ada valid-before="2026",valid-before="2027" ssh-ed25519 ${key}`, "stands there twice"],
  [`"ada ssh-ed25519 ${key}`, "a quote is not closed"],
  [`ada sk-ssh-ed25519@openssh.com ${key}`, "sk-ssh-ed25519@openssh.com key cannot be read"],
  [`ada ssh-rsa ${key}`, "ssh-rsa key cannot be read"],
  [`ada ssh-ed25519 ${key.slice(0, -6)}`, "ssh-ed25519 key cannot be read"],
  ["ada", "it should be principals"],
])("names a line that allows nobody: %s", (line, because) => {
  const { ssh, faults } = parseAllowedSigners(`ok ssh-ed25519 ${key}\n${line}\n`);
  expect(ssh.map(({ principals }) => principals)).toEqual(["ok"]);
  expect(faults).toEqual([expect.stringContaining(because)]);
  expect(faults[0]).toMatch(/^Line 2 /);
});

test("never throws, whatever the file holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const { faults } = parseAllowedSigners(`${text} ssh-ed25519 ${text}\n${text}`);
      return faults.length >= 0;
    }),
  );
});

test("patterns match as regular expressions of the same meaning do", () => {
  const letters = fc.array(fc.constantFrom("a", "b"), { maxLength: 8 }).map((found) => found.join(""));
  const patterns = fc
    .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 })
    .map((found) => found.join(""));
  fc.assert(
    fc.property(letters, patterns, (text, pattern) => {
      const same = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      expect(matchPatternList(text, pattern)).toBe(same.test(text) ? "match" : "none");
    }),
    { numRuns: 500 },
  );
  expect(matchPatternList("ada", "*,!ada")).toBe("negated");
  expect(matchPatternList("b".repeat(50_000), "*a".repeat(30))).toBe("none");
});
