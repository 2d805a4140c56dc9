import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";

import type { ResolvedAddress } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import { checkHost, normalizeHost, permittedAddresses } from "./egress.ts";
import type { EgressPolicy } from "./http-client.ts";

/** Gives all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

export const resolveByDns: Resolve = (host) => lookup(host, { all: true });

/**
 * The addresses of a host that may be connected to. Whoever connects uses exactly these, because a second look at DNS
 * might answer differently. StepFailure: `connectivity` for an unknown name, `security` when egress forbids them all.
 */
export async function resolvePermitted(
  egress: EgressPolicy,
  hostname: string,
  resolve: Resolve,
): Promise<readonly ResolvedAddress[]> {
  const host = normalizeHost(hostname);
  checkHost(egress, host);
  const addresses =
    isIP(host) === 0 ? await resolveHost(resolve, host) : [{ address: host, family: isIP(host) }];
  return permittedAddresses(egress, host, addresses);
}

/** The checked addresses as what a socket asks instead of DNS. */
export function lookupOf(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
}

async function resolveHost(resolve: Resolve, host: string): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new StepFailure("connectivity", `The host ${host} cannot be resolved.`, { cause });
  }
}
