import { isIP } from "node:net";

import { type PostgresAddress, readPostgresAddress } from "./postgres-address.ts";
import type { Resolve } from "./resolve-address.ts";

const loopback = /^(?:127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$)/i;

/**
 * Whether an address, already resolved, is where Lockstep's own database is. Aliases that no comparison finds, such as
 * a proxy in between, are found by looking into the database itself.
 */
export async function isOwnPostgres(
  own: string | null,
  { port, database }: PostgresAddress,
  ip: string,
  resolve: Resolve,
): Promise<boolean> {
  if (own === null) return false;
  const there = placeOf(own);
  if (there === null || there.port !== port || there.database !== database) return false;
  const addresses =
    isIP(there.host) === 0 ? await resolve(there.host).catch(() => []) : [{ address: there.host }];
  return addresses.some(({ address }) => address === ip || (loopback.test(address) && loopback.test(ip)));
}

/** Null for a URL that has no host, such as one of a socket: it cannot be compared, only looked into. */
function placeOf(url: string): PostgresAddress | null {
  try {
    const plain = new URL(url);
    plain.search = "";
    return readPostgresAddress(plain.href);
  } catch {
    return null;
  }
}
