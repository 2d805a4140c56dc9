import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStore } from "@lockstep/store";
import { createTestDatabase, startPostgres } from "@lockstep/testkit";
import { v7 as uuidv7 } from "uuid";

import type { RawDatabase } from "../baselines/raw-database.ts";
import { openRawPostgres } from "../baselines/raw-postgres.ts";
import { openRawSqlite } from "../baselines/raw-sqlite.ts";

/** An empty database for the product, in a data directory of its own. */
export interface BenchDatabase {
  readonly dataDirectory: string;
  /** `null` is SQLite in the data directory. */
  readonly url: string | null;
  /** Opens it past the product; the product has migrated it. */
  openRaw(): Promise<RawDatabase>;
  remove(): Promise<void>;
}

/** Where databases come from: files, or one PostgreSQL server. */
export interface DatabaseSource {
  readonly name: "SQLite" | "PostgreSQL";
  create(): Promise<BenchDatabase>;
  /** Makes one that holds nothing but the product's schema. */
  createMigrated(): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

export function sqliteSource(): DatabaseSource {
  return sourceOf("SQLite", {
    create: async (dataDirectory) => ({
      dataDirectory,
      url: null,
      openRaw: async () => openRawSqlite(join(dataDirectory, "lockstep.sqlite")),
      remove: () => rm(dataDirectory, { recursive: true, force: true }),
    }),
    stop: async () => {},
  });
}

/** Needs no installed server: the testkit brings one, unless `DATABASE_URL` names one. */
export async function postgresSource(): Promise<DatabaseSource> {
  const server = await startPostgres();
  return sourceOf("PostgreSQL", {
    async create(dataDirectory) {
      const { url, drop } = await createTestDatabase(server.url);
      return {
        dataDirectory,
        url,
        openRaw: () => openRawPostgres(url),
        async remove() {
          await drop();
          await rm(dataDirectory, { recursive: true, force: true });
        },
      };
    },
    stop: server.stop,
  });
}

/** Opens the product's store on a database. */
export function openBenchStore({ url, dataDirectory }: Pick<BenchDatabase, "url" | "dataDirectory">) {
  const file = join(dataDirectory, "lockstep.sqlite");
  return openStore({ url, file, salt: "bench", ids: { next: () => uuidv7() } });
}

interface SourceDetails {
  create(dataDirectory: string): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

function sourceOf(name: DatabaseSource["name"], { create, stop }: SourceDetails): DatabaseSource {
  const createFresh = async () => create(await mkdtemp(join(tmpdir(), "lockstep-bench-")));
  return {
    name,
    create: createFresh,
    async createMigrated() {
      const database = await createFresh();
      await (await openBenchStore(database)).close();
      return database;
    },
    stop,
  };
}
