import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
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
