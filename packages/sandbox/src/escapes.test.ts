import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestSandbox, type TestedSandbox } from "./testing.fixture.ts";

let sandbox: TestedSandbox;

beforeAll(() => {
  sandbox = openTestSandbox({ threads: 2 });
});

afterAll(() => sandbox.close());

/** The longest that anything may take: its time, the grace, and a machine that is busy. */
const withinMs = 10_000;

async function expectHostUnharmed(): Promise<void> {
  expect(await sandbox.run("return input + 1", { input: 41, timeMs: 5_000 })).toEqual({
    ok: true,
    value: 42,
  });
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(JSON.stringify({ a: [1] })).toBe('{"a":[1]}');
}

describe("code that tries to get out", () => {
  test.each([
    ["the constructor of a constructor", "return this.constructor.constructor('return process')()"],
    ["the constructor of its input", "return input.constructor.constructor('return process.env')()"],
    ["a generator's constructor", "return (function*(){}).constructor('yield process')().next()"],
    ["an import", "return import('node:fs')"],
    ["a require", "return require('node:fs')"],
    ["the network", "return fetch('http://169.254.169.254/')"],
    [
      "the stack's call sites",
      "Error.prepareStackTrace = (_, s) => s; return new Error().stack[0].getThis().process",
    ],
    ["a getter on the error it throws", "throw { get message() { return process.version } }"],
  ])("finds nothing by %s", async (_, source) => {
    expect(await sandbox.run(source, { input: {} })).toMatchObject({ ok: false, type: "execution" });
    await expectHostUnharmed();
  });

  test("finds no host objects among its globals", async () => {
    const names =
      "WebAssembly process require fetch setTimeout setInterval queueMicrotask Worker XMLHttpRequest Atomics";
    const source = `return ${JSON.stringify(names.split(" "))}.filter((name) => name in globalThis)`;
    expect(await sandbox.run(source)).toEqual({ ok: true, value: [] });
  });

  test.each([
    ["assignment", "({}).__proto__.polluted = 1; Object.prototype.polluted = 1; return {}"],
    [
      "the result's keys",
      `return JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')`,
    ],
    ["the input", "input.__proto__.polluted = 1; input.constructor.prototype.polluted = 1; return input"],
    ["toJSON for everyone", "Object.prototype.toJSON = () => ({ polluted: 1 }); return {}"],
  ])("pollutes no prototype by %s", async (_, source) => {
    expect(await sandbox.run(source, { input: {} })).toMatchObject({ ok: true });
    await expectHostUnharmed();
  });

  test("leaves nothing behind for the next evaluation", async () => {
    const one = openTestSandbox({ threads: 1 });
    await one.run("globalThis.left = input; Array.prototype.left = input; return 1", { input: "secret" });
    const source = "return [typeof left, typeof [].left]";
    expect(await one.run(source)).toEqual({ ok: true, value: ["undefined", "undefined"] });
    expect(one.started).toBe(1);
    await one.close();
  });

  test("cannot break its own judge", async () => {
    const source = `
      JSON.stringify = () => '"forged"'; Reflect.apply = () => { throw 1 };
      Promise.prototype.then = () => { throw 2 }; String.prototype.slice = () => { throw 3 };
      Number.isFinite = () => true; return { n: NaN };`;
    expect(await sandbox.run(source)).toMatchObject({ ok: false, type: "validation" });
  });
});

describe("code that computes for ever ends at its time", () => {
  test.each([
    ["a loop", "for (;;);"],
    ["a loop that catches everything", "for (;;) { try { for (;;); } catch {} }"],
    ["a chain of promises", "function f() { return Promise.resolve().then(f) } return f()"],
    ["a chain that nobody waits for", "function f() { Promise.resolve().then(f) } f(); return 1"],
    ["an async loop", "for (;;) await 0"],
    ["a thenable that never stops", "return { then() { for (;;); } }"],
    ["a getter of the result", "return { get a() { for (;;); } }"],
    ["a Proxy as the result", "return new Proxy({}, { ownKeys() { for (;;); } })"],
    ["toJSON of the result", "return { toJSON() { for (;;); } }"],
    ["the message of the error", "throw { get message() { for (;;); } }"],
    ["the name of the error's string", "throw { toString() { for (;;); } }"],
    ["a pattern that backtracks", "return /(a+)+b/.test('a'.repeat(40))"],
    ["a native loop that never asks", "return new Array(2 ** 32 - 2).indexOf(7)"],
    ["an iterator without an end", "return [...{ *[Symbol.iterator]() { for (;;) ; } }]"],
  ])("%s", async (_, source) => {
    const startedAt = performance.now();
    expect(await sandbox.run(source)).toMatchObject({ ok: false, type: "timeout" });
    expect(performance.now() - startedAt).toBeLessThan(withinMs);
    await expectHostUnharmed();
  });
});

describe("code that wants too much ends as a failure", () => {
  test.each([
    ["recursion", "function f() { return f() } return f()"],
    ["recursion through native functions", "function f() { return [1].map(f) } return f()"],
    ["deeply nested source", "return eval('('.repeat(1e5))"],
    ["a deeply nested result", "let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; return o"],
    ["objects", "const a = []; for (;;) a.push({})"],
    ["one buffer", "return new Uint8Array(2 ** 30).length"],
    ["buffers", "const a = []; for (;;) a.push(new Uint8Array(8e6))"],
    ["a string that doubles", "let s = 'x'; for (;;) s += s"],
    ["an array of any length", "return new Array(2 ** 31).fill(0)"],
    ["a huge number", "return String(10n ** 10000000n)"],
    ["a sparse array", "return new Array(2 ** 31)"],
    ["a large string as the result", "return 'x'.repeat(200_000)"],
    ["a large array as the result", "return Array.from({ length: 100_000 }, (_, i) => i)"],
    ["a large error", "throw new Error('x'.repeat(1e6))"],
  ])("%s", async (_, source) => {
    const startedAt = performance.now();
    const outcome = await sandbox.run(source, { timeMs: 3_000 });
    expect(outcome).toMatchObject({ ok: false, type: expect.stringMatching(/^(execution|timeout)$/) });
    expect(JSON.stringify(outcome).length).toBeLessThan(2_000);
    expect(performance.now() - startedAt).toBeLessThan(withinMs);
    await expectHostUnharmed();
  });
});
