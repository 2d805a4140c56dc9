import { execFile } from "node:child_process";
import { link, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestConnections, startTestProcess, type TestedConnections } from "./testing.fixture.ts";

let directory: string;
let file: string;
let connections: TestedConnections;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lockstep-connections-"));
  file = join(directory, "shop.sqlite");
  const database = new Sqlite(file);
  database.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT, price REAL, image BLOB)");
  database.close();
  connections = openTestConnections({ type: "sqlite", address: file });
});

afterAll(async () => {
  await connections.close();
  await rm(directory, { recursive: true });
});

const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n";

describe("a SQLite connection", () => {
  test("writes and reads with $1 placeholders", async () => {
    const insert = "INSERT INTO orders (item, price) VALUES ($1, $2)";
    expect(await connections.run(insert, ["o'clock", 2.5])).toEqual({ ok: true, rows: null, rowCount: 1 });
    const select = "SELECT item, price FROM orders WHERE item = $1 OR item = $1";
    expect(await connections.run(select, ["o'clock"])).toEqual({
      ok: true,
      rows: [{ item: "o'clock", price: 2.5 }],
      rowCount: 1,
    });
  });

  test("gives JSON for every type", async () => {
    const select = `SELECT 9007199254740993 AS big, 7 AS small, 1.5 AS real, 9e999 AS endless, NULL AS empty,
      x'00ff' AS bytes, 'text' AS text, typeof($1) AS bool, json_extract($2, '$.a') AS inner, typeof($3) AS float`;
    expect(await connections.run(select, [true, { a: 5 }, 0.5])).toMatchObject({
      rows: [
        {
          big: "9007199254740993",
          small: 7,
          real: 1.5,
          endless: "Infinity",
          empty: null,
          bytes: "AP8=",
          text: "text",
          bool: "integer",
          inner: 5,
          float: "real",
        },
      ],
    });
  });

  test("fails above maxRows and maxBytes, and undoes what such a statement wrote", async () => {
    const many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    expect(await connections.run(many, [], { maxRows: 10 })).toMatchObject({
      ok: false,
      type: "execution",
      message: expect.stringContaining("maxRows"),
    });
    const large = "SELECT hex(zeroblob(1000000)) AS x";
    expect(await connections.run(large)).toMatchObject({ ok: false, type: "execution" });
    const writing = "INSERT INTO orders (item) VALUES ('undone'), ('undone') RETURNING id";
    expect(await connections.run(writing, [], { maxRows: 1 })).toMatchObject({ ok: false });
    const count = "SELECT count(*) AS n FROM orders WHERE item = 'undone'";
    expect(await connections.run(count)).toMatchObject({ rows: [{ n: 0 }] });
  });

  test("refuses two columns of one name", async () => {
    expect(await connections.run("SELECT 1 AS a, 2 AS a")).toMatchObject({ ok: false, type: "validation" });
  });

  test("names what SQLite refuses", async () => {
    expect(await connections.run("SELECT * FROM nowhere")).toMatchObject({
      ok: false,
      type: "execution",
      message: "no such table: nowhere (SQLITE_ERROR)",
    });
    expect(await connections.run("SELECT $1")).toMatchObject({ ok: false, type: "execution" });
  });

  test("stops a statement inside SQLite at its timeout without stalling this process", async () => {
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    expect(await connections.run(endless, [], { timeoutMs: 300 })).toMatchObject({
      ok: false,
      type: "timeout",
    });
    clearInterval(turning);
    expect(turns).toBeGreaterThan(10);
    expect(await connections.run("SELECT 1 AS one")).toMatchObject({ rows: [{ one: 1 }] });
  });

  test("stops when it is aborted", async () => {
    const controller = new AbortController();
    const running = connections.run(endless, [], { signal: controller.signal });
    controller.abort(new Error("cancelled"));
    await expect(running).rejects.toThrow("cancelled");
  });

  test("gives a process that was killed no further statement, though its end is not heard yet", async () => {
    const killed = startTestProcess();
    killed.kill();
    expect(killed.hasEnded).toBe(true);
    const bounds = { maxRows: 1, maxBytes: 100, timeoutMs: 10_000 };
    expect(await killed.run({ file, statement: "SELECT 1", parameters: [], ...bounds })).toBeNull();
  });

  test("works on several statements, however many wait", async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => connections.run("SELECT $1 AS i", [i])),
    );
    expect(all).toEqual(Array.from({ length: 20 }, (_, i) => ({ ok: true, rows: [{ i }], rowCount: 1 })));
  });

  test("gives up waiting when it is aborted, and lets the next one have its turn", async () => {
    const [busy, waiting] = [new AbortController(), new AbortController()];
    const running = Promise.allSettled(
      Array.from({ length: 4 }, () => connections.run(endless, [], { signal: busy.signal })),
    );
    const given = connections.run("SELECT 1", [], { signal: waiting.signal });
    const next = connections.run("SELECT 2 AS two");
    waiting.abort(new Error("not needed"));
    busy.abort(new Error("cancelled"));
    await expect(given).rejects.toThrow("not needed");
    expect(await next).toMatchObject({ rows: [{ two: 2 }] });
    expect((await running).map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
  });

  test("sees a file that was replaced", async () => {
    const path = join(directory, "replaced.sqlite");
    for (const n of [1, 2]) {
      new Sqlite(`${path}.new`).exec(`CREATE TABLE t AS SELECT ${n} AS n`).close();
      await rename(`${path}.new`, path);
      expect(await connections.run("SELECT n FROM t", [], { address: path })).toMatchObject({
        rows: [{ n }],
      });
    }
  });

  test.each([
    ["a file that is not there", "gone.sqlite", "connectivity"],
    ["a relative path", "../shop.sqlite", "validation"],
    ["what is no database", "text", "connectivity"],
  ])("refuses %s without naming it", async (_, name, type) => {
    const address = name.startsWith("..") ? name : join(directory, name === "text" ? "." : name);
    const outcome = await connections.run("SELECT 1", [], { address });
    expect(outcome).toMatchObject({ ok: false, type });
    expect(JSON.stringify(outcome)).not.toContain(directory);
  });

  test.each(["itself", "a symbolic link", "a hard link"])(
    "never reaches Lockstep's own file by %s",
    async (way) => {
      const own = join(directory, `own-${way.replaceAll(" ", "-")}.sqlite`);
      new Sqlite(own).exec("CREATE TABLE t (a)").close();
      const alias = join(directory, `alias-${way.replaceAll(" ", "-")}`);
      if (way === "a symbolic link") await symlink(own, alias);
      if (way === "a hard link") await link(own, alias);
      const address = way === "itself" ? own : alias;
      const guarded = openTestConnections({ type: "sqlite", address }, { file: own });
      expect(await guarded.run("SELECT 1")).toMatchObject({ ok: false, type: "security" });
      await guarded.close();
    },
  );

  test("never reaches any database of Lockstep", async () => {
    const other = join(directory, "other.sqlite");
    new Sqlite(other).exec("CREATE TABLE step_attempts (a); CREATE TABLE ledger (a)").close();
    expect(await connections.run("SELECT 1", [], { address: other })).toMatchObject({
      ok: false,
      type: "security",
    });
  });

  test("does not keep a process alive that has nothing else to do", async () => {
    const entry = JSON.stringify(`file://${join(import.meta.dirname, "../dist/index.js")}`);
    const program = `
      import { createConnections } from ${entry};
      const request = { type: "sqlite", address: ${JSON.stringify(file)}, statement: "SELECT 7 AS n", parameters: [] };
      const bounds = { maxRows: 1, maxBytes: 100, timeoutMs: 10_000, signal: new AbortController().signal };
      console.log(JSON.stringify(await createConnections({ url: null, file: null }).query({ ...request, ...bounds })));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--input-type=module",
      "--eval",
      program,
    ]);
    expect(JSON.parse(stdout)).toEqual({ ok: true, rows: [{ n: 7 }], rowCount: 1 });
  });

  test("closes under load", async () => {
    const closing = openTestConnections({ type: "sqlite", address: file });
    const running = closing.run(endless);
    const settled = expect(running).rejects.toMatchObject({ kind: "shutting-down" });
    await closing.close();
    await settled;
    await expect(closing.run("SELECT 1")).rejects.toMatchObject({ kind: "shutting-down" });
  });
});
