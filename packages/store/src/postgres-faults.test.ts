import { Failure } from "@lockstep/model";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { unique } from "./contract/builders.fixture.ts";
import { rowsOf, script } from "./database/query.ts";
import { statement } from "./database/statement.ts";
import { openStore } from "./open-store.ts";
import { openPostgresSubject, storeOptions } from "./open-subject.fixture.ts";

describe("PostgreSQL that fails", () => {
  let subject: Awaited<ReturnType<typeof openPostgresSubject>>;
  beforeAll(async () => {
    subject = await openPostgresSubject(inject("postgresUrl"));
  });
  afterAll(() => subject.close());

  const heardOn = (channel: "hint" | "event") =>
    new Promise<void>((resolve) => {
      const stop = subject.store.signals.listen(channel, () => {
        stop();
        resolve();
      });
    });

  test("a connection lost while idle is replaced without anyone's help", async () => {
    await subject.store.ping();
    await subject.disconnectAll();
    await eventually(() => subject.store.ping());
    expect(await subject.store.leases.acquire(unique("lease"), "one", 1_000)).toBe(1);
  });

  test("a connection lost within a transaction is a fault to retry, and nothing was written", async () => {
    const slug = unique("env");
    const broken = subject.database.transact(function* () {
      yield* script(`INSERT INTO hints (environment) VALUES ('${slug}')`);
      yield* script("SELECT pg_terminate_backend(pg_backend_pid())");
    });
    await expect(broken).rejects.toMatchObject({ kind: "database-unreachable" });
    expect(await subject.store.environments.takeHints()).toEqual([]);
  });

  test("a refusal undoes its transaction and costs no connection", async () => {
    const before = await subject.database.transact(ownConnection);
    const slug = unique("env");
    const refused = subject.database.transact(function* () {
      yield* script(`INSERT INTO hints (environment) VALUES ('${slug}')`);
      throw new Failure("unprocessable", "no");
    });
    await expect(refused).rejects.toMatchObject({ kind: "unprocessable" });
    expect(await subject.database.transact(ownConnection)).toEqual(before);
    expect(await subject.store.environments.takeHints()).toEqual([]);
  });

  test("a server that is not there is a fault to retry, and the message holds no password", async () => {
    const url = "postgres://lockstep:hunter2@127.0.0.1:1/org";
    const opened = openStore(storeOptions(url, ""));
    await expect(opened).rejects.toMatchObject({ kind: "database-unreachable" });
    await expect(opened).rejects.not.toThrow(/hunter2/);
  });

  test("a refused sign-in names the setting to check", async () => {
    const url = Object.assign(new URL(subject.url ?? ""), { password: "wrong", username: "nobody" }).href;
    await expect(openStore(storeOptions(url, ""))).rejects.toThrow(/DATABASE_URL/);
  });

  test("another process is woken by a signal, also after the listening connection was lost", async () => {
    const other = await openStore(storeOptions(subject.url, ""));
    const first = heardOn("event");
    await eventually(async () => {
      await other.signals.notify("event");
      await withinMs(first, 100);
    });
    await subject.disconnectAll();
    const second = heardOn("hint");
    await eventually(async () => {
      await other.signals.notify("hint");
      await withinMs(second, 100);
    });
    await other.close();
  });
});

const selectOwn = statement<Record<string, never>, { readonly pid: number }>(
  () => sql`SELECT pg_backend_pid() AS pid`,
);

const ownConnection = () => rowsOf(selectOwn, {});

/** Tries until it succeeds; the test's own time limit ends it. */
async function eventually(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch {
    await eventually(action);
  }
}

function withinMs(promise: Promise<void>, milliseconds: number): Promise<void> {
  const late = AbortSignal.timeout(milliseconds);
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      late.addEventListener("abort", () => reject(new Error("nothing was heard")));
    }),
  ]);
}
