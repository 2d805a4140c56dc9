import { createTestDatabase } from "@lockstep/testkit";
import { describe, expect, inject, test } from "vitest";

import { unique } from "../contract/builders.fixture.ts";
import { openStore } from "../open-store.ts";
import { openPostgresSubject, openSqliteSubject, storeOptions } from "../open-subject.fixture.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";

const openers = {
  sqlite: openSqliteSubject,
  postgres: () => openPostgresSubject(inject("postgresUrl")),
} as const;

describe.each(Object.entries(openers))("migrations on %s", (dialect, open) => {
  test("opening again keeps what is there", async () => {
    const subject = await open();
    const slug = unique("env");
    await subject.store.environments.raiseHint(slug);
    const again = await openStore(storeOptions(subject.url, subject.file));
    expect(await again.environments.takeHints()).toEqual([slug]);
    await again.close();
    await subject.close();
  });

  test("a program that is too old for the schema stops and says so; a newer schema it may write to is fine", async () => {
    const subject = await open();
    const migrations = await readMigrations(dialect === "postgres" ? "postgres" : "sqlite");
    const newer = (number: number, minWriter: number) => ({
      number,
      name: "add_more",
      minWriter,
      text: "SELECT 1",
    });
    await migrate(subject.database, [...migrations, newer(8_000, migrations.length)]);
    await (await openStore(storeOptions(subject.url, subject.file))).close();
    await migrate(subject.database, [...migrations, newer(8_000, 1), newer(9_000, 9_000)]);
    await expect(openStore(storeOptions(subject.url, subject.file))).rejects.toMatchObject({
      kind: "configuration-invalid",
      message: expect.stringContaining("newer Lockstep"),
    });
    await subject.close();
  });

  test("a migration that breaks leaves the schema as it was", async () => {
    const subject = await open();
    const broken = {
      number: 9_000,
      name: "break",
      minWriter: 1,
      text: "CREATE TABLE half (id TEXT); SELECT nothing",
    };
    await expect(migrate(subject.database, [broken])).rejects.toMatchObject({ kind: "internal" });
    await expect(subject.sql("SELECT * FROM half")).rejects.toThrow(/half/);
    await subject.close();
  });
});

test("processes that start at once on an empty database migrate it once", async () => {
  const database = await createTestDatabase(inject("postgresUrl"));
  const stores = await Promise.all(
    Array.from({ length: 4 }, () => openStore(storeOptions(database.url, ""))),
  );
  expect(await database.run("SELECT number FROM schema_migrations")).toHaveLength(1);
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
});
