import { isIP } from "node:net";

import { Refusal } from "../refusal.ts";

/** The parts of a PostgreSQL URL. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: "off" | "unverified" | "verified";
}

/** libpq's words. Encryption without proof of who is there is only had by asking for it by name. */
const tlsModes: Readonly<Record<string, PostgresAddress["tls"]>> = {
  disable: "off",
  "no-verify": "unverified",
  require: "verified",
  "verify-ca": "verified",
  "verify-full": "verified",
};

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…`. Every other parameter is refused: some of them, such
 * as `host`, lead to another place than the one that was checked.
 */
export function readPostgresAddress(text: string): PostgresAddress {
  if (!URL.canParse(text)) throw malformed("it is not a URL");
  const url = new URL(text);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:")
    throw malformed("it does not begin with postgres://");
  const [other] = [...url.searchParams.keys()].filter((name) => name !== "sslmode");
  if (other !== undefined) throw malformed("of its parameters only sslmode is understood");
  const tls = tlsModes[url.searchParams.get("sslmode") ?? "disable"];
  if (tls === undefined) throw malformed(`its sslmode is not one of ${Object.keys(tlsModes).join(", ")}`);
  const host = decode(url.hostname).replace(/^\[(.*)\]$/, "$1");
  if (host === "" || host.includes("/")) throw malformed("it names no host");
  const user = decode(url.username);
  const database = decode(url.pathname.slice(1));
  if (user === "") throw malformed("it names no user");
  const port = url.port === "" ? 5432 : Number(url.port);
  return {
    host,
    port,
    database: database === "" ? user : database,
    user,
    password: decode(url.password),
    tls,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed("a part of it is not well encoded");
  }
}

/** For TLS; an address has no name to prove. */
export function serverNameOf({ host }: PostgresAddress): string | undefined {
  return isIP(host) === 0 ? host : undefined;
}

function malformed(because: string): Refusal {
  return new Refusal(
    "validation",
    `The connection's secret is not a PostgreSQL URL that can be used: ${because}.`,
  );
}
