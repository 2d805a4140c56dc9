import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
  readonly engines?: { readonly node?: string };
  readonly optional?: boolean;
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8"),
);

test("the lock holds every platform's binaries, so that npm ci works everywhere", () => {
  const locked = new Set(
    Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)),
  );
  const missing = Object.values(lock.packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !locked.has(name));
  expect(missing).toEqual([]);
});

test("the lock names no registry host", () => {
  const hosts = Object.values(lock.packages).filter(({ resolved }) => resolved?.startsWith("http") === true);
  expect(hosts).toEqual([]);
});

test("every package runs on the oldest Node that is promised", () => {
  const tooNew = Object.entries(lock.packages).filter(
    ([, { engines, optional }]) => optional !== true && !acceptsOldest(engines?.node ?? "*"),
  );
  expect(tooNew.map(([path, { engines }]) => `${path} wants ${engines?.node}`)).toEqual([]);
});

/** Whether a range of `engines` takes 20.19: one of its alternatives begins at or below it. */
function acceptsOldest(range: string): boolean {
  return range.split("||").some((alternative) => {
    const [, caret, major = "0", minor = "0"] = /(\^)?\s*(\d+)(?:\.(\d+))?/.exec(alternative) ?? [];
    if (Number(major) === 20) return Number(minor) <= 19;
    return Number(major) < 20 && caret === undefined;
  });
}
