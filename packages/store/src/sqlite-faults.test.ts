import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemClock } from "@lockstep/model";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { pipeline, unique } from "./contract/builders.fixture.ts";
import { script } from "./database/query.ts";
import { openSqliteDatabase } from "./database/sqlite-database.ts";
import { openStore } from "./open-store.ts";
import { openSqliteSubject, type OpenSubject, storeOptions } from "./open-subject.fixture.ts";
import { insertManifests } from "./queries/insert-manifests.ts";
import { raiseHint } from "./queries/raise-hint.ts";
import { takeHints } from "./queries/take-hints.ts";

describe("SQLite that fails", () => {
  let subject: OpenSubject;
  beforeAll(async () => {
    subject = await openSqliteSubject();
  });
  afterAll(() => subject.close());

  test("a full disk is named, loses nothing that was there, and passes when there is room again", async () => {
    const database = openSqliteDatabase(subject.file, systemClock);
    const [kept, tooMuch] = [
      pipeline(unique("pipe")),
      pipeline(unique("pipe"), { title: "x".repeat(5_000_000) }),
    ];
    await database.transact(() => insertManifests([kept]));
    await database.read(script("PRAGMA max_page_count = 1"));
    const outcomes = await Promise.allSettled([
      database.transact(() => insertManifests([tooMuch])),
      database.transact(() => takeHints()),
    ]);
    expect(outcomes[0]).toMatchObject({ status: "rejected", reason: { kind: "disk-full" } });
    expect(await subject.store.versions.loadManifest(kept.manifest)).toBe(kept.canonical);
    expect(await subject.store.versions.loadManifest(tooMuch.manifest)).toBeNull();
    await database.read(script("PRAGMA max_page_count = 1073741823"));
    await database.transact(() => insertManifests([tooMuch]));
    expect(await subject.store.versions.loadManifest(tooMuch.manifest)).toBe(tooMuch.canonical);
    await database.close();
  });

  test("of transactions that share a commit, one that fails is undone alone", async () => {
    const [one, other] = [unique("env"), unique("env")];
    const outcomes = await Promise.allSettled([
      subject.database.transact(() => raiseHint(one)),
      subject.database.transact(function* () {
        yield* raiseHint("never");
        yield* script("INSERT INTO nothing VALUES (1)");
      }),
      subject.database.transact(() => raiseHint(other)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect([...(await subject.store.environments.takeHints())].sort()).toEqual([one, other].sort());
  });

  test("a writer that holds the file too long is named", async () => {
    const holder = new Sqlite(subject.file);
    holder.exec("BEGIN IMMEDIATE");
    const refused = subject.store.environments.raiseHint("any");
    await expect(refused).rejects.toMatchObject({ kind: "database-unreachable" });
    holder.exec("ROLLBACK");
    holder.close();
    await subject.store.environments.raiseHint("any");
  });

  test("closing waits for what was asked for before", async () => {
    const store = await openStore(storeOptions(null, subject.file));
    const slug = unique("env");
    const raised = store.environments.raiseHint(slug);
    await Promise.all([raised, store.close()]);
    expect(await subject.store.environments.takeHints()).toContain(slug);
  });

  test("a directory that does not exist is named as such", async () => {
    const missing = join(await mkdtemp(join(tmpdir(), "lockstep-store-")), "missing", "org.sqlite");
    await expect(openStore(storeOptions(null, missing))).rejects.toMatchObject({
      kind: "database-unreachable",
    });
  });
});
