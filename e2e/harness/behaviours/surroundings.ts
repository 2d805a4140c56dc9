import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { createTestDatabase, startFakeMailServer } from "@lockstep/testkit";
import Sqlite from "better-sqlite3";

import { environment } from "../example-manifests.ts";
import { temporaryDirectory } from "../lockstep-process.ts";
import { startBehaviourServer } from "./behaviour-server.ts";
import { startModelServers } from "./model-servers.ts";

/** The world that the steps of all behaviours reach: servers, databases, mail, and how an environment declares them. */
export interface Surroundings {
  /** The file of the environment. */
  readonly files: Readonly<Record<string, string>>;
  /** Values of its secrets. */
  readonly secrets: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startSurroundings(postgresUrl: string): Promise<Surroundings> {
  const server = await startBehaviourServer();
  const models = await startModelServers();
  const mail = await startFakeMailServer();
  const shop = await createShop(postgresUrl);
  const secrets = {
    API_KEY: "open-sesame",
    ELSEWHERE_KEY: "only-for-elsewhere",
    LOST_KEY: "will-be-lost",
    SHOP_FILE: createShopFile(),
    SHOP_URL: shop.url,
    OUTSIDE_URL: "postgres://shop:shop@10.1.2.3:5432/shop",
    CLOSED_URL: "postgres://shop:shop@127.0.0.1:1/shop",
    HOOK: `${server.url}/json`,
    HOOK_REFUSING: `${server.url}/status?code=500`,
    HOOK_OUTSIDE: "http://10.1.2.3/hook",
    MAIL_CLOSED: "smtp://127.0.0.1:1?from=lockstep@example.test&to=ada@example.test",
    MAIL: `smtp://127.0.0.1:${mail.port}?from=lockstep@example.test&to=ada@example.test`,
  };
  const declared = {
    tier: "development",
    variables: { SERVER: server.url, LIMIT: 3, ...models.variables },
    secrets: Object.fromEntries(Object.keys(secrets).map((name) => [name, declareSecret(name)])),
    connections: {
      shop: { type: "sqlite", secret: "SHOP_FILE" },
      warehouse: { type: "postgres", secret: "SHOP_URL" },
      outside: { type: "postgres", secret: "OUTSIDE_URL" },
      closed: { type: "postgres", secret: "CLOSED_URL" },
      lost: { type: "postgres", secret: "LOST_KEY" },
    },
    channels: {
      ops: { type: "webhook", secret: "HOOK" },
      refusing: { type: "webhook", secret: "HOOK_REFUSING" },
      outside: { type: "webhook", secret: "HOOK_OUTSIDE" },
      chat: { type: "slack", secret: "HOOK" },
      mail: { type: "smtp", secret: "MAIL" },
      closed: { type: "smtp", secret: "MAIL_CLOSED" },
      lost: { type: "webhook", secret: "LOST_KEY" },
      misnamed: { type: "webhook", secret: "API_KEY" },
    },
    egress: { default: "deny", allow: ["127.0.0.1"] },
  };
  return {
    files: environment("staging", "main", declared),
    secrets,
    async stop() {
      await Promise.all([server.stop(), models.stop(), mail.close()]);
      await shop.drop();
    },
  };
}

function declareSecret(name: string): object {
  const ref = `store:${name}`;
  return name === "ELSEWHERE_KEY" ? { ref, hosts: ["elsewhere.example"] } : { ref };
}

const rows = `INSERT INTO goods VALUES ('nut', 2), ('bolt', 3)`;

function createShopFile(): string {
  const file = join(temporaryDirectory(), "shop.sqlite");
  new Sqlite(file)
    .exec("CREATE TABLE goods (name TEXT UNIQUE, price INTEGER)")
    .exec("CREATE TABLE bought (name TEXT)")
    .exec(rows)
    .close();
  return file;
}

/** A database of its own with a role that may do nothing but use it. */
async function createShop(postgresUrl: string) {
  const database = await createTestDatabase(postgresUrl);
  const role = `shop_${randomBytes(6).toString("hex")}`;
  await database.run(`CREATE ROLE ${role} LOGIN PASSWORD 'shop'`);
  await database.run("CREATE TABLE goods (name text UNIQUE, price integer)");
  await database.run("CREATE TABLE bought (name text)");
  await database.run(rows);
  await database.run(`GRANT SELECT, INSERT, UPDATE, DELETE ON goods, bought TO ${role}`);
  const url = Object.assign(new URL(database.url), { username: role, password: "shop" }).href;
  return {
    url,
    async drop() {
      await database.run(`DROP OWNED BY ${role}`);
      await database.run(`DROP ROLE ${role}`);
      await database.drop();
    },
  };
}
