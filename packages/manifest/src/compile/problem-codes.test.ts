import type { ProblemCode } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { readMarks } from "../../testing/marked-text.ts";
import { orderManifest, orderWith } from "../../testing/order-manifest.ts";
import type { SourceFile } from "../files/source-file.ts";
import { compilePipeline } from "./compile-pipeline.ts";

const encoder = new TextEncoder();
const path = "pipelines/shop/order.pipeline.json";

const files: { readonly [path: string]: SourceFile } = {
  "pipelines/shop/files/note.md": { kind: "file", bytes: encoder.encode("Hello {{ input.id }}") },
  "pipelines/shop/files/broken.json": { kind: "file", bytes: encoder.encode('{\n  "a": 1,\n  "a": 2\n}') },
  "pipelines/shop/files/link.md": { kind: "symlink" },
  "pipelines/shop/files/module.md": { kind: "submodule" },
  "pipelines/shop/files/photo.md": {
    kind: "file",
    bytes: encoder.encode("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
  },
  "pipelines/shop/files/huge.md": { kind: "too-large", bytes: 5_000_000 },
};

function compile(text: string, at = path) {
  return compilePipeline(at, encoder.encode(text), (name) => files[name] ?? null);
}

type Case = readonly [claim: string, code: ProblemCode, change: string, by: string];

const statement = '"UPDATE orders SET seen = true WHERE id = $1"';
const lastValue = '"{{ steps.fetch.output.status }}"';

const cases: readonly Case[] = [
  ["a trailing comma", "JSON_SYNTAX", '"version": "1.0.0",', '"version": "1.0.0"«,}'],
  ["a word that is not JSON", "JSON_SYNTAX", '"1.0.0"', "«nope"],
  ["a raw tab in a string", "JSON_SYNTAX", '"1.0.0"', '"1.0«\t0"'],
  ["a key twice", "JSON_DUPLICATE_KEY", '"kind": "Pipeline",', '"kind": "Pipeline", «"kind": "Pipeline",'],
  ["half a character", "JSON_ENCODING", '"Order {{', '"«\\ud83d Order {{'],
  ["a hidden change of direction", "JSON_ENCODING", '"Order {{', '"«\u202eOrder {{'],
  ["an escaped one in a title", "JSON_ENCODING", '"version"', '"title": «"a \\u202e b", "version"'],
  ["too many levels", "JSON_LIMIT", '{ "id": "A-1" }', `${"[".repeat(62)}«[${"]".repeat(63)}`],
  ["an unknown field", "SCHEMA", '"version"', '«"versoin": "1.0.0", "version"'],
  ["a prototype key", "SCHEMA", '{ "id": "A-1" }', '{ "id": "A-1", «"__proto__": {} }'],
  ["a wrong type", "SCHEMA", '["fetch"]', '«"fetch"'],
  ["a version with a pre-release", "SCHEMA", '"1.0.0"', '«"1.0.0-beta"'],
  [
    "an unknown field of a step type",
    "SCHEMA",
    '"channel": "ops", "text"',
    '"channel": "ops", «"txt": 1, "text"',
  ],
  [
    "a missing field of a step type",
    "SCHEMA",
    '{ "channel": "ops", "text": "Order {{ input.id }} was seen" }',
    '«{ "channel": "ops" }',
  ],
  [
    "a number that JSON cannot write again",
    "SCHEMA",
    '"sample": { "id": "A-1" }',
    '"sample": { "id": "A-1", "amount": «1e999 }',
  ],
  ["effects below the floor", "SCHEMA", '"read"', '«"none"'],
  ["a trigger type that does not exist", "SCHEMA", '"cron"', '«"crom"'],
  ["a trigger id twice", "SCHEMA", '"nightly"', '«"hook"'],
  [
    "a bearer webhook without a secret",
    "SCHEMA",
    '{ "type": "bearer", "secret": "HOOK_SECRET" }',
    '«{ "type": "bearer" }',
  ],
  ["a schema with an unknown type", "SCHEMA", '"type": "number"', '"type": «"numbr"'],
  [
    "a schema with a pattern that needs backtracking",
    "SCHEMA",
    '"type": "number"',
    '"type": "string", "pattern": «"(a)\\\\1"',
  ],
  ["a slug that is not the file's name", "SLUG_FILE", '"order"', '«"orders"'],
  ["a step id twice", "STEP_DUPLICATE", '"id": "tell"', '"id": «"save"'],
  ["a dependency that does not exist", "STEP_UNKNOWN", '["fetch"]', '[«"fetsch"]'],
  ["a circle of steps", "STEP_CYCLE", '["fetch"]', '["fetch", «"last"]'],
  ["a step that depends on itself", "STEP_SELF", '["fetch"]', '["fetch", «"save"]'],
  ["a step type that does not exist", "STEP_TYPE", '"sql"', '«"sq"'],
  ["an expression that does not end", "EXPR_SYNTAX", lastValue, '"«{{ steps.fetch.output.status"'],
  ["an operator between wrong types", "EXPR_TYPE", lastValue, "\"{{ «1 + 'a' }}\""],
  [
    "a condition without braces",
    "EXPR_TYPE",
    '"{{ steps.save.output.rowCount > 0 }}"',
    '«"steps.save.output.rowCount > 0"',
  ],
  [
    "a condition with text beside it",
    "EXPR_TYPE",
    '"{{ steps.save.output.rowCount > 0 }}"',
    '«"is {{ true }}"',
  ],
  ["a name that does not exist", "EXPR_UNKNOWN_NAME", lastValue, '"{{ «stepps.fetch.output.status }}"'],
  ["a step that does not exist", "EXPR_UNKNOWN_NAME", lastValue, '"{{ steps.«fetsch.output }}"'],
  ["something that no step has", "EXPR_UNKNOWN_NAME", lastValue, '"{{ steps.fetch.«result }}"'],
  ["something that no run has", "EXPR_UNKNOWN_NAME", lastValue, '"{{ run.«name }}"'],
  ["a run's name in a trigger", "EXPR_UNKNOWN_NAME", "{{ trigger.body.id }}", "{{ «steps.fetch.output }}"],
  [
    "a step that need not have run",
    "EXPR_NOT_ANCESTOR",
    "{{ vars.SHOP_URL }}",
    "{{ steps.«last.status }}{{ vars.SHOP_URL }}",
  ],
  ["a step that may be skipped", "EXPR_MAYBE_SKIPPED", lastValue, '"{{ steps.tell.«output }}"'],
  [
    "a field that the output cannot have",
    "EXPR_IMPOSSIBLE_PATH",
    lastValue,
    '"{{ steps.fetch.output.«code }}"',
  ],
  [
    "a field that the input cannot have",
    "EXPR_IMPOSSIBLE_PATH",
    '["{{ input.id }}"]',
    '["{{ input.«ident }}"]',
  ],
  [
    "an expression after escapes",
    "EXPR_IMPOSSIBLE_PATH",
    lastValue,
    '"\\u00e4\\n\\"{{ steps.fetch.output.«code }}"',
  ],
  ["a variable that is not declared", "USES_UNDECLARED", "vars.SHOP_URL", "vars.«SHOP_ULR"],
  ["a connection that is not declared", "USES_UNDECLARED", '"connection": "shop"', '"connection": «"store"'],
  [
    "a secret of a webhook that is not declared",
    "USES_UNDECLARED",
    '"secret": "HOOK_SECRET"',
    '"secret": «"HOOK"',
  ],
  ["a variable that is not used", "USES_UNUSED", '["SHOP_URL"]', '["SHOP_URL", «"OTHER"]'],
  ["a secret in a message", "SECRET_MISPLACED", "Order {{ input.id }}", "{{ «secrets.SHOP_TOKEN }}"],
  [
    "a secret inside a function",
    "SECRET_MISPLACED",
    "{{ secrets.SHOP_TOKEN }}",
    "{{ base64(«secrets.SHOP_TOKEN) }}",
  ],
  [
    "a token written down",
    "SECRET_LITERAL",
    '"Bearer {{ secrets.SHOP_TOKEN }}"',
    `«"Bearer ghp_${"a1".repeat(18)}"`,
  ],
  ["a template in a statement", "SQL_TEMPLATE", statement, '"UPDATE orders SET x = «{{ input.id }}"'],
  ["a schedule of four fields", "CRON_INVALID", '"0 2 * * *"', '«"0 2 * *"'],
  ["a schedule that never fires", "CRON_INVALID", '"0 2 * * *"', '«"0 2 30 2 *"'],
  ["a time zone that does not exist", "TIMEZONE_INVALID", '"Europe/Berlin"', '«"Europe/Berlim"'],
  ["a file above the folder", "FILE_ESCAPES", lastValue, '{ "$file": «"../other/files/note.md" }'],
  ["an absolute path", "FILE_ESCAPES", lastValue, '{ "$file": «"/etc/passwd" }'],
  ["a file that is not there", "FILE_MISSING", lastValue, '{ "$file": «"files/nothing.md" }'],
  ["a symbolic link", "FILE_KIND", lastValue, '{ "$file": «"files/link.md" }'],
  ["a submodule", "FILE_KIND", lastValue, '{ "$file": «"files/module.md" }'],
  ["a large-file pointer", "FILE_KIND", lastValue, '{ "$file": «"files/photo.md" }'],
  ["a file of a kind that is not pulled in", "FILE_KIND", lastValue, '{ "$file": «"files/note.png" }'],
  ["a pulled-in file with a key twice", "JSON_DUPLICATE_KEY", lastValue, '{ "$file": «"files/broken.json" }'],
  ["a pulled-in file that is too large", "JSON_LIMIT", lastValue, '{ "$file": «"files/huge.md" }'],
  ["a reference with further fields", "SCHEMA", lastValue, '«{ "$file": "files/note.md", "a": 1 }'],
  ["a sample that does not fit", "INPUT_SAMPLE", '"sample": { "id": "A-1" }', '"sample": { "id": «7 }'],
  ["a test with a bad input", "TEST_INVALID", '{ "id": "A-2" }', '{ "id": «2 }'],
  ["a test of a step that does not exist", "TEST_INVALID", '{ "tell": "skipped" }', '{ «"tel": "skipped" }'],
  ["a mock of a step that does not exist", "TEST_INVALID", '"mocks": { "fetch"', '"mocks": { «"fetsch"'],
  [
    "a test's variable that the pipeline does not use",
    "TEST_INVALID",
    '"input": { "id": "A-2" },',
    '"input": { "id": "A-2" }, "variables": { «"SHOP_URI": "x" },',
  ],
  [
    "outputs of a step without forEach",
    "TEST_INVALID",
    '"save": { "output": { "rowCount": 0 } }',
    '"save": { «"outputs": [] }',
  ],
];

describe("a manifest", () => {
  test("with ten problems reports all of them, in the order of reading", () => {
    const { text, places } = readMarks(
      [
        ['"kind": "Pipeline",', '"kind": "Pipeline", «"kind": "Pipeline", «"ownr": [],'],
        ['"version": "1.0.0"', '"version": «"1.0"'],
        ['"sample": { "id": "A-1" }', '"sample": { "id": «7 }'],
        ["steps.fetch.output.body", "steps.«fetsch.output.body"],
        ['"connections": ["shop"]', '"connections": ["shop", «"attic"]'],
        ['"url": "{{ vars.SHOP_URL }}', '"url": "{{ vars.«SHOP_ULR }}'],
        ['"dependsOn": ["fetch"],', '"dependsOn": ["fetch", «"fetsch"],'],
        ['"effects": "read"', '"effects": «"reed"'],
        ['"0 2 * * *"', '«"0 2 * *"'],
      ].reduce((manifest, [change = "", by = ""]) => manifest.split(change).join(by), orderManifest),
    );
    const { problems } = compile(text);
    expect(problems.map(({ line, column }) => ({ line, column }))).toEqual(
      expect.arrayContaining([...places]),
    );
    expect(problems.map(({ code }) => code)).toEqual([
      "JSON_DUPLICATE_KEY",
      "SCHEMA",
      "SCHEMA",
      "INPUT_SAMPLE",
      "EXPR_UNKNOWN_NAME",
      "USES_UNUSED",
      "USES_UNUSED",
      "USES_UNDECLARED",
      "SCHEMA",
      "STEP_UNKNOWN",
      "CRON_INVALID",
    ]);
  });

  test("without problems has none", () => {
    expect(compile(orderManifest).problems).toEqual([]);
  });

  test.each(cases)("with %s is reported as %s at its place", (_claim, code, change, by) => {
    const { text, places } = readMarks(orderWith(change, by));
    const { problems, pipeline } = compile(text);
    expect(
      problems.map((each) => ({ code: each.code, line: each.line, column: each.column })),
    ).toContainEqual({
      code,
      ...places[0],
    });
    expect(pipeline === null).toBe(problems.some(({ severity }) => severity === "error"));
    for (const { message } of problems) expect(message).toMatch(/[.?!]$/);
  });

  test("with a reserved slug is reported as SLUG_RESERVED", () => {
    const { text, places } = readMarks(orderWith('"order"', '«"runs"'));
    expect(compile(text, "pipelines/runs.pipeline.json").problems).toMatchObject([
      { code: "SLUG_RESERVED", ...places[0] },
    ]);
  });

  test("with a byte order mark, a bad byte or too many bytes is not read", () => {
    const read = (bytes: Uint8Array) => compilePipeline(path, bytes, () => null).problems;
    expect(read(encoder.encode(`\ufeff${orderManifest}`))).toMatchObject([
      { code: "JSON_ENCODING", line: 1, column: 1 },
    ]);
    const bad = encoder.encode(orderManifest);
    bad[20] = 0xff;
    expect(read(bad)).toMatchObject([{ code: "JSON_ENCODING", line: 2, column: 19 }]);
    expect(read(new Uint8Array(1_048_577).fill(0x20))).toMatchObject([{ code: "JSON_LIMIT" }]);
  });

  test("with more than 500 steps is reported as JSON_LIMIT", () => {
    const manifest = JSON.parse(orderManifest) as { steps: object[] };
    for (let index = 0; index < 500; index += 1)
      manifest.steps.push({ id: `s${index}`, type: "echo", with: { value: index } });
    expect(compile(JSON.stringify(manifest)).problems).toMatchObject([
      { code: "JSON_LIMIT", path: "/steps" },
    ]);
  });
});
