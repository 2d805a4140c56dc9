import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const top = join(import.meta.dirname, "..");

/** Which packages each package may import; the drawing in docs/architecture.md says the same. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  schema: ["model"],
  schedule: ["model"],
  expression: ["model"],
  "step-types": ["model"],
  manifest: ["model", "schema", "schedule", "expression", "step-types"],
  diff: ["model"],
  policy: ["model", "schedule"],
  engine: ["model", "schema", "schedule", "expression", "step-types"],
  store: ["model"],
  git: ["model"],
  queue: ["model"],
  sandbox: ["model"],
  connections: ["model"],
  forge: ["model"],
  signatures: ["model"],
  report: ["model", "diff"],
};

const pure = [
  "model",
  "schema",
  "schedule",
  "expression",
  "step-types",
  "manifest",
  "diff",
  "policy",
  "report",
  "signatures",
];

const ioModules = /^node:(fs|net|http|https|child_process|worker_threads|os|dns|tls)(\/|$)/;

function sourcesOf(directory: string): readonly string[] {
  return readdirSync(join(top, directory, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/\.(test|fixture)\.ts$|^(contract|testing)\//.test(name))
    .map((name) => join(top, directory, "src", name));
}

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, name]) => name ?? "",
  );
}

function importsOfPackage(name: string): readonly string[] {
  return sourcesOf(`packages/${name}`).flatMap(importsOf);
}

test.each(Object.entries(mayImport))("%s imports only what the drawing allows", (name, allowed) => {
  const others = importsOfPackage(name)
    .filter((from) => from.startsWith("@lockstep/"))
    .map((from) => from.slice("@lockstep/".length));
  expect(others.filter((other) => !allowed.includes(other))).toEqual([]);
});

test.each(pure)("%s does no I/O", (name) => {
  expect(importsOfPackage(name).filter((from) => ioModules.test(from))).toEqual([]);
});

test("the dashboard takes nothing but types from api and model, and runs in browsers", () => {
  const ours = readdirSync(join(top, "apps/ui/src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(join(top, "apps/ui/src", name), "utf8"))
    .flatMap((text) => [...text.matchAll(/^(?:import|export)[^;]*?"((?:@lockstep\/|node:)[^"]+)"/gm)]);
  const refused = ours.filter(
    ([statement, from = ""]) =>
      !statement.startsWith("import type ") || !["@lockstep/api", "@lockstep/model"].includes(from),
  );
  expect(ours.length).toBeGreaterThan(0);
  expect(refused.map(([statement]) => statement)).toEqual([]);
});

test.each(["api", "controller"])("%s imports nothing of the dashboard", (name) => {
  const imports = sourcesOf(`apps/${name}`).flatMap(importsOf);
  expect(imports.filter((from) => from.startsWith("@lockstep/ui"))).toEqual([]);
});

test("every package and app stands in the drawing of the architecture page", () => {
  const page = readFileSync(join(top, "docs/architecture.md"), "utf8");
  const folders = ["packages", "apps"].flatMap((parent) => readdirSync(join(top, parent)));
  expect(folders.filter((folder) => !page.includes(folder))).toEqual([]);
});

test("every word of the glossary names a type or state of the model", () => {
  const glossary = readFileSync(join(top, "docs/glossary.md"), "utf8");
  const model = sourcesOf("packages/model")
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const words = [...glossary.matchAll(/^\| `([^`]+)`\s+\|/gm)].map(([, word]) => word ?? "");
  expect(words.length).toBeGreaterThan(20);
  expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(model))).toEqual([]);
});
