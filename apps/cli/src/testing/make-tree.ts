import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { onTestFinished } from "vitest";

/** A folder for one test with these files; values that are no text are written as JSON. */
export function makeTree(files: Readonly<Record<string, unknown>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "lockstep-cli-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

/** A valid pipeline, changed as told. */
export function writtenPipeline(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug: "hello",
    version: "1.0.0",
    input: {
      schema: { type: "object", required: ["name"], properties: { name: { type: "string" } } },
      sample: { name: "Ada" },
    },
    output: { value: { greeting: "{{ steps.greet.output.text }}" } },
    uses: { variables: ["WORD"] },
    steps: [{ id: "greet", type: "set", with: { values: { text: "{{ vars.WORD }} {{ input.name }}" } } }],
    ...changes,
  };
}

/** A valid environment, changed as told. */
export function writtenEnvironment(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: "staging",
    tier: "staging",
    source: { branch: "develop" },
    teams: {},
    variables: { WORD: "Hello" },
    ...changes,
  };
}
