import type { SqlRequest } from "@lockstep/model";
import pg from "pg";

import { Refusal } from "../refusal.ts";
import { cancelBackend } from "./cancel-backend.ts";
import { inspectSession } from "./inspect-session.ts";
import { isOwnPostgres } from "./own-postgres.ts";
import { type PostgresAddress, readPostgresAddress, serverNameOf } from "./postgres-address.ts";
import { type PostgresResult, querySession } from "./query-session.ts";
import { type Resolve, resolveAddress } from "./resolve-address.ts";

/** Most sessions of one connection that one process holds. */
const sessions = 5;

const idleMs = 30_000;
/** Also how long a statement waits for a free session, so not too short. */
const connectMs = 60_000;

/** Sessions of every PostgreSQL connection in use. */
export class PostgresPools {
  readonly #own: string | null;
  readonly #resolve: Resolve;
  readonly #pools = new Map<string, pg.Pool>();
  readonly #inspected = new WeakSet<pg.PoolClient>();

  constructor(own: string | null, resolve: Resolve) {
    this.#own = own;
    this.#resolve = resolve;
  }

  /** Throws {@link Refusal}, the guard's failures and the signal's reason. */
  async query(request: SqlRequest): Promise<PostgresResult> {
    const address = readPostgresAddress(request.address);
    const ip = await resolveAddress(address, request, this.#resolve);
    if (await isOwnPostgres(this.#own, address, ip, this.#resolve))
      throw new Refusal("security", "This is Lockstep's own database; sql steps never reach it.");
    request.signal.throwIfAborted();
    return this.#queryAt(ip, address, request);
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.end()));
  }

  async #queryAt(ip: string, address: PostgresAddress, request: SqlRequest): Promise<PostgresResult> {
    const { signal } = request;
    const client = await this.#poolOf(ip, address, request.address).connect();
    const cancel = (): void => cancelBackend(client, { host: ip, port: address.port });
    let isSound = false;
    // A session that breaks fails its query as well, and that is where it is told.
    const ignore = (): void => undefined;
    client.on("error", ignore);
    try {
      signal.throwIfAborted();
      signal.addEventListener("abort", cancel, { once: true });
      if (!this.#inspected.has(client)) await inspectSession(client);
      this.#inspected.add(client);
      const result = await querySession(client, request);
      // Nothing that the statement left in the session may reach the next one.
      await client.query("DISCARD ALL");
      // A cancellation that is still on its way would hit the next statement.
      isSound = !signal.aborted;
      return result;
    } catch (thrown) {
      signal.throwIfAborted();
      throw thrown;
    } finally {
      signal.removeEventListener("abort", cancel);
      if (isSound) client.removeListener("error", ignore);
      client.release(!isSound);
    }
  }

  #poolOf(ip: string, address: PostgresAddress, url: string): pg.Pool {
    const key = `${ip} ${url}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const pool = new pg.Pool(settingsOf(ip, address));
    // An idle session that breaks is simply not there any more.
    pool.on("error", () => undefined);
    pool.on("remove", () => {
      if (pool.totalCount > 0 || pool.waitingCount > 0 || this.#pools.get(key) !== pool) return;
      this.#pools.delete(key);
      void pool.end();
    });
    this.#pools.set(key, pool);
    return pool;
  }
}

function settingsOf(ip: string, address: PostgresAddress): pg.PoolConfig {
  const { port, database, user, password, tls } = address;
  const servername = serverNameOf(address);
  const name = servername === undefined ? {} : { servername };
  return {
    host: ip,
    port,
    database,
    user,
    // As a function it is all there is: an empty one would be looked for in this process's environment and files.
    password: async () => password,
    ssl: tls === "off" ? false : { ...name, rejectUnauthorized: tls === "verified" },
    max: sessions,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: connectMs,
    allowExitOnIdle: true,
    application_name: "lockstep sql step",
  };
}
