import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestSandbox, type TestedSandbox } from "./testing.fixture.ts";

let sandbox: TestedSandbox;

beforeAll(() => {
  sandbox = openTestSandbox({ threads: 2 });
});

afterAll(() => sandbox.close());

const patient = { timeMs: 5_000 };

describe("the sandbox", () => {
  test.each([
    ["its input", "return { sum: input.a + input.b }", { sum: 3 }],
    ["what a promise resolves to", "return Promise.resolve(input.a)", 1],
    ["what it awaited", "const x = await (async () => input.b)(); return [x]", [2]],
    ["what a thenable resolves to", "return { then(resolve) { resolve(5) } }", 5],
    ["null for undefined", "", null],
    ["dates as texts", "return new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["without members that are undefined", "return { a: undefined, b: 1 }", { b: 1 }],
    ["texts with anything in them", String.raw`return "\0 \u2028 \ud83d\ude00"`, "\0 \u2028 \u{1f600}"],
  ])("gives %s", async (_, source, value) => {
    expect(await sandbox.run(source, { input: { a: 1, b: 2 }, ...patient })).toEqual({ ok: true, value });
  });

  test.each([
    ["a function", "return () => 1", "a function"],
    ["a symbol", "return [Symbol('x')]", 'a symbol at "0"'],
    ["a BigInt", "return { n: 1n }", 'a bigint at "n"'],
    ["NaN", "return { n: 0 / 0 }", 'NaN at "n"'],
    ["Infinity", "return 1 / 0", "Infinity"],
    ["a circle", "const a = {}; a.a = a; return a", "circular"],
    ["a getter that throws", "return { get a() { throw new Error('no') } }", "Error: no"],
  ])("refuses %s as a result", async (_, source, why) => {
    const outcome = await sandbox.run(source, patient);
    expect(outcome).toMatchObject({ ok: false, type: "validation", message: expect.stringContaining(why) });
  });

  test.each([
    ["a source that does not parse", "return (", "validation", "SyntaxError"],
    ["an error", "throw new TypeError('bad')", "execution", "TypeError: bad"],
    ["a rejected promise", "return Promise.reject(new Error('late'))", "execution", "Error: late"],
    ["what is no error", "throw 'plain'", "execution", "plain"],
    ["what cannot be shown", "throw { toString() { throw 1 } }", "execution", "cannot be shown"],
    ["a promise that never settles", "return new Promise(() => {})", "execution", "never settles"],
    ["a thenable that never settles", "return { then() {} }", "execution", "never settles"],
  ])("names %s", async (_, source, type, why) => {
    const outcome = await sandbox.run(source, patient);
    expect(outcome).toMatchObject({ ok: false, type, message: expect.stringContaining(why) });
  });

  test("has a clock that stands at the run's start, in UTC, and no randomness", async () => {
    const source = `
      const d = new Date();
      return [Date.now(), +d, d.getHours(), d.getTimezoneOffset(), new d.constructor().toISOString(), Date(),
        Reflect.construct(Date, []).getTime(), class extends Date {}.name, +new (class extends Date {})()]`;
    const start = Date.parse("2026-02-03T14:00:00.000Z");
    expect(await sandbox.run(source, { now: start, ...patient })).toEqual({
      ok: true,
      value: [
        start,
        start,
        14,
        0,
        "2026-02-03T14:00:00.000Z",
        expect.stringContaining("14:00:00"),
        start,
        "",
        start,
      ],
    });
    expect(await sandbox.run("return Math.random()", patient)).toMatchObject({
      ok: false,
      type: "execution",
    });
  });
});

describe("the pool", () => {
  test("replaces a thread that hangs; only its evaluation fails", async () => {
    const pool = openTestSandbox({ threads: 1 });
    const hung = pool.run("return new Array(2 ** 32 - 2).indexOf(7)", { timeMs: 50 });
    const next = pool.run("return 1", patient);
    expect(await hung).toMatchObject({ ok: false, type: "timeout" });
    expect(await next).toEqual({ ok: true, value: 1 });
    expect(pool.started).toBe(2);
    await pool.close();
  });

  test("fails what a thread was doing when it died, and goes on", async () => {
    let ended = 0;
    const dead = {
      ready: Promise.resolve(),
      evaluate: async () => null,
      end: async () => {
        ended += 1;
      },
    };
    const pool = openTestSandbox({ threads: 1, startThread: () => dead });
    expect(await pool.run("return 1")).toMatchObject({ ok: false, type: "execution" });
    expect(await pool.run("return 1")).toMatchObject({ ok: false, type: "execution" });
    expect(ended).toBe(2);
  });

  test("stops what is aborted, running or waiting, and gives the thread to the next", async () => {
    const pool = openTestSandbox({ threads: 1 });
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = pool.run("for (;;);", { timeMs: 60_000, signal: running.signal });
    const second = pool.run("return 2", { signal: waiting.signal });
    const third = pool.run("return 3", patient);
    waiting.abort(new Error("not needed"));
    await expect(second).rejects.toThrow("not needed");
    running.abort(new Error("cancelled"));
    await expect(first).rejects.toThrow("cancelled");
    expect(await third).toEqual({ ok: true, value: 3 });
    await pool.close();
  });

  test("starts no thread for what is already aborted", async () => {
    const pool = openTestSandbox();
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(pool.run("return 1", { signal })).rejects.toThrow("too late");
    expect(pool.started).toBe(0);
  });

  test("closes under load: everything fails as shutting-down", async () => {
    const pool = openTestSandbox({ threads: 1 });
    const work = [pool.run("for (;;);", { timeMs: 60_000 }), pool.run("return 1")];
    const settled = Promise.allSettled(work);
    await pool.close();
    for (const { status, ...rest } of await settled)
      expect({ status, ...rest }).toMatchObject({ status: "rejected", reason: { kind: "shutting-down" } });
    await expect(pool.run("return 1")).rejects.toMatchObject({ kind: "shutting-down" });
  });

  test("carries many evaluations on few threads", async () => {
    const pool = openTestSandbox({ threads: 2 });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => pool.run("return input * 2", { input: index, ...patient })),
    );
    expect(outcomes).toEqual(Array.from({ length: 100 }, (_, index) => ({ ok: true, value: index * 2 })));
    expect(pool.started).toBe(2);
    await pool.close();
  });

  test("does not keep a process alive that has nothing else to do", async () => {
    const entry = JSON.stringify(`file://${join(import.meta.dirname, "../dist/index.js")}`);
    const program = `
      import { createSandbox } from ${entry};
      const request = { source: "return 7", input: null, memoryBytes: 2 ** 25, timeMs: 5000, outputCharacters: 9, now: 0 };
      console.log(JSON.stringify(await createSandbox().evaluate({ ...request, signal: new AbortController().signal })));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--input-type=module",
      "--eval",
      program,
    ]);
    expect(JSON.parse(stdout)).toEqual({ ok: true, value: 7 });
  });
});
