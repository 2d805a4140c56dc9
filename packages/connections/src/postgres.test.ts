import { createTestDatabase, type TestDatabase } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { closedEgress, openTestConnections, type TestedConnections } from "./testing.fixture.ts";

let database: TestDatabase;
let connections: TestedConnections;
/** As a role without special rights. */
let url: string;
const password = "pa:ss/w%rd";

/** Asks for a row per session that is busy with such a statement. */
const activeLike = (start: string) =>
  `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '${start}%' AND pid <> pg_backend_pid()`;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const role = new URL(database.url).pathname.slice(1);
  await database.run(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  await database.run(`CREATE TABLE orders (id int, item text)`);
  await database.run(`GRANT ALL ON orders TO ${role}`);
  const address = new URL(database.url);
  address.username = role;
  address.password = encodeURIComponent(password);
  url = address.href;
  connections = openTestConnections({ type: "postgres", address: url });
});

afterAll(async () => {
  await connections.close();
  const role = new URL(database.url).pathname.slice(1);
  await database.run(`DROP OWNED BY ${role}`);
  await database.run(`DROP ROLE ${role}`);
  await database.drop();
});

describe("a PostgreSQL connection", () => {
  test("writes and reads with $1 placeholders", async () => {
    const insert = "INSERT INTO orders VALUES ($1, $2)";
    expect(await connections.run(insert, [1, "o'clock"])).toEqual({ ok: true, rows: null, rowCount: 1 });
    const select = "SELECT * FROM orders WHERE item = $1";
    expect(await connections.run(select, ["o'clock"])).toEqual({
      ok: true,
      rows: [{ id: 1, item: "o'clock" }],
      rowCount: 1,
    });
  });

  test("gives JSON for every type", async () => {
    const select = `SELECT 7::int AS int, 8::bigint AS small, 9007199254740993 AS big, 1.10::numeric AS exact,
      'NaN'::float8 AS nan, 1.5::float4 AS float, true AS bool, null AS nothing, '\\x00ff'::bytea AS bytes,
      '2026-02-03 15:00:00.123456+01'::timestamptz AS instant, '2026-02-03 14:00'::timestamp AS local,
      '2026-02-03'::date AS day, '{"a": [1]}'::jsonb AS json, ARRAY[1, null, 3] AS ints, '{a,"b,c"}'::text[] AS texts,
      ARRAY['2026-02-03T14:00:00Z'::timestamptz] AS instants, 'infinity'::timestamptz AS never,
      '1 day'::interval AS span`;
    expect(await connections.run(select)).toMatchObject({
      rows: [
        {
          int: 7,
          small: 8,
          big: "9007199254740993",
          exact: "1.10",
          nan: "NaN",
          float: 1.5,
          bool: true,
          nothing: null,
          bytes: "AP8=",
          instant: "2026-02-03T14:00:00.123456Z",
          local: "2026-02-03T14:00:00",
          day: "2026-02-03",
          json: { a: [1] },
          ints: [1, null, 3],
          texts: ["a", "b,c"],
          instants: ["2026-02-03T14:00:00Z"],
          never: "infinity",
          span: "P1D",
        },
      ],
    });
  });

  test("takes lists as arrays, and objects as JSON", async () => {
    const select =
      "SELECT 2 = ANY($1::int[]) AS one, $2::jsonb -> 'a' AS two, $3::jsonb -> 0 -> 'b' AS three";
    expect(await connections.run(select, [[1, 2], { a: 5 }, [{ b: 6 }]])).toMatchObject({
      rows: [{ one: true, two: 5, three: 6 }],
    });
  });

  test("fails above maxRows and maxBytes, and undoes what such a statement wrote", async () => {
    const many = "SELECT generate_series(1, 100000000) AS i";
    expect(await connections.run(many, [], { maxRows: 2_000 })).toMatchObject({
      ok: false,
      type: "execution",
      message: expect.stringContaining("maxRows"),
    });
    const large = "SELECT repeat('x', 1000) AS x FROM generate_series(1, 100000)";
    expect(await connections.run(large, [], { maxRows: 100_000 })).toMatchObject({
      ok: false,
      type: "execution",
    });
    const writing = "INSERT INTO orders VALUES (7, 'undone'), (7, 'undone') RETURNING id";
    expect(await connections.run(writing, [], { maxRows: 1 })).toMatchObject({ ok: false });
    expect(await connections.run("SELECT 1 FROM orders WHERE item = 'undone'")).toMatchObject({
      rowCount: 0,
    });
  });

  test("leaves a value above maxBytes while it comes in, and goes on with the next statement", async () => {
    // The second one comes in an error that quotes it, which no row would have measured.
    for (const value of ["repeat('x', 1000000)", "repeat('x', 1000000)::int"])
      expect(await connections.run(`SELECT ${value} AS x`, [], { maxBytes: 1_000 })).toMatchObject({
        type: "execution",
        message: "The rows are larger than 1000 bytes together; ask for fewer.",
      });
    expect(await connections.run("SELECT 1 AS one")).toMatchObject({ rows: [{ one: 1 }] });
  });

  test("gives values within maxBytes, whatever they take on the way", async () => {
    const wide = { maxBytes: 300_000 };
    const three = await connections.run("SELECT repeat('語', 290000) AS x", [], wide);
    expect(three).toMatchObject({ rows: [{ x: "語".repeat(290_000) }] });
    await database.run(`CREATE FUNCTION chat() RETURNS int LANGUAGE plpgsql AS
      $$ BEGIN FOR i IN 1..20 LOOP RAISE NOTICE '%', repeat('x', 100000); END LOOP; RETURN 7; END $$`);
    expect(await connections.run("SELECT chat() AS n", [], wide)).toMatchObject({ rows: [{ n: 7 }] });
  });

  test("refuses two columns of one name, and a second statement even past the check", async () => {
    expect(await connections.run("SELECT 1 AS a, 2 AS a")).toMatchObject({ ok: false, type: "validation" });
  });

  test("names what PostgreSQL refuses", async () => {
    expect(await connections.run("SELECT * FROM nowhere")).toMatchObject({
      ok: false,
      type: "execution",
      message: 'relation "nowhere" does not exist (42P01)',
    });
  });

  test("stops at its timeout, in the database too", async () => {
    const sleep = "SELECT pg_sleep(60)";
    expect(await connections.run(sleep, [], { timeoutMs: 200 })).toMatchObject({
      ok: false,
      type: "timeout",
    });
    expect(await database.run(activeLike(sleep))).toEqual([]);
  });

  test("cancels in the database when it is aborted", async () => {
    const controller = new AbortController();
    const running = connections.run("SELECT pg_sleep(61)", [], { signal: controller.signal });
    const isRunning = async () => (await database.run(activeLike("SELECT pg_sleep(61)"))).length > 0;
    await expect.poll(isRunning, { timeout: 10_000 }).toBe(true);
    controller.abort(new Error("cancelled"));
    await expect(running).rejects.toThrow("cancelled");
    await expect.poll(isRunning, { timeout: 10_000 }).toBe(false);
  });

  test("leaves nothing in a session for the next statement", async () => {
    await connections.run("SELECT set_config('search_path', 'pg_temp', false), pg_advisory_lock(1)");
    const select =
      "SELECT current_setting('search_path') AS path, (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks";
    expect(await connections.run(select)).toMatchObject({ rows: [{ path: '"$user", public', locks: 0 }] });
  });

  test("survives that its sessions are ended", async () => {
    const running = connections.run("SELECT pg_sleep(62)");
    const sessions = async () => (await database.run(activeLike("SELECT pg_sleep(62)"))).length;
    await expect.poll(sessions, { timeout: 10_000 }).toBe(1);
    await database.disconnectAll();
    expect(await running).toMatchObject({ ok: false, type: "connectivity" });
    expect(await connections.run("SELECT 1 AS one")).toMatchObject({ rows: [{ one: 1 }] });
  });

  test("uses few sessions for many statements", async () => {
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        connections.run("SELECT $1::int AS i, pg_sleep(0.01)::text AS s", [i]),
      ),
    );
    expect(all.every(({ ok }) => ok)).toBe(true);
    const [sessions] = await database.run(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'lockstep sql step'",
    );
    expect(sessions?.["n"]).toSatisfy((n: number) => n >= 1 && n <= 5);
  });
});

describe("a PostgreSQL connection refuses", () => {
  test("a superuser", async () => {
    const address = database.url;
    expect(await connections.run("SELECT 1", [], { address })).toMatchObject({
      ok: false,
      type: "security",
      message: expect.stringContaining("superuser"),
    });
  });

  test.each(["localhost", "127.0.0.1", "other.example"])("Lockstep's own database as %s", async (host) => {
    const own = url;
    const address = new URL(url);
    address.hostname = host;
    const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
    const guarded = openTestConnections(
      { type: "postgres", address: address.href },
      { url: own },
      { resolve },
    );
    const outcome = await guarded.run("SELECT 1");
    expect(outcome).toMatchObject({
      ok: false,
      type: "security",
      message: expect.stringContaining("own database"),
    });
    await guarded.close();
  });

  test("any database of Lockstep, however it got there", async () => {
    const other = await createTestDatabase(inject("postgresUrl"));
    await other.run("CREATE FUNCTION lockstep_refuse() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    const address = new URL(url);
    address.pathname = new URL(other.url).pathname;
    expect(await connections.run("SELECT 1", [], { address: address.href })).toMatchObject({
      ok: false,
      type: "security",
      message: expect.stringContaining("Lockstep itself"),
    });
    await connections.close();
    connections = openTestConnections({ type: "postgres", address: url });
    await other.drop();
  });

  test("a host that egress does not allow, before it looks it up", async () => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return [];
    };
    const address = "postgres://me@db.example/shop";
    const guarded = openTestConnections({ type: "postgres", address }, {}, { resolve });
    await expect(guarded.run("SELECT 1", [], { egress: closedEgress })).rejects.toThrow(
      "Egress to db.example",
    );
    expect(asked).toEqual([]);
  });

  test.each([
    ["what is no URL", "host=/tmp user=me"],
    ["another protocol", "mysql://me@db.example/shop"],
    ["a socket in its parameters", "postgres://me@db.example/shop?host=/var/run/postgresql"],
    ["options", "postgres://me@db.example/shop?options=-c%20role%3Dpostgres"],
    ["files for TLS", "postgres://me@db.example/shop?sslrootcert=/etc/passwd"],
    ["a socket as its host", "postgres://me@%2Fvar%2Frun/shop"],
    ["an unknown sslmode", "postgres://me@db.example/shop?sslmode=prefer"],
  ])("%s", async (_, address) => {
    expect(await connections.run("SELECT 1", [], { address })).toMatchObject({
      ok: false,
      type: "validation",
    });
  });

  test.each([
    ["a wrong password", (address: URL) => Object.assign(address, { password: "wrong-secret" })],
    ["a missing database", (address: URL) => Object.assign(address, { pathname: "/gone-secret" })],
    ["a port where nothing listens", (address: URL) => Object.assign(address, { port: "1" })],
    [
      "a host that does not resolve",
      (address: URL) => Object.assign(address, { hostname: "secret.invalid" }),
    ],
  ])("%s, without saying what the secret holds", async (_, change) => {
    const address = change(new URL(url)).href;
    const outcome = await connections.run("SELECT 1", [], { address });
    expect(outcome).toMatchObject({ ok: false, type: "connectivity" });
    expect(JSON.stringify(outcome)).not.toMatch(/secret|pa:ss/);
  });
});
