import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

import type { ResolvedAddress, SqlRequest } from "@lockstep/model";

import { Refusal } from "../refusal.ts";
import type { PostgresAddress } from "./postgres-address.ts";

/** Gives all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

export const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/** The address to connect to: looked up once, and allowed by the environment's egress. */
export async function resolveAddress(
  { host }: PostgresAddress,
  { egress }: Pick<SqlRequest, "egress">,
  resolve: Resolve,
): Promise<string> {
  egress.checkHost(host);
  const addresses = isIP(host) === 0 ? await lookUp(host, resolve) : [{ address: host, family: isIP(host) }];
  const [first] = egress.permitted(host, addresses);
  if (first === undefined) throw new Refusal("connectivity", `The host ${host} has no address.`);
  return first.address;
}

async function lookUp(host: string, resolve: Resolve): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new Refusal("connectivity", "The host of the connection cannot be resolved.", cause);
  }
}
