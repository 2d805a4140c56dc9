import ipaddr from "ipaddr.js";

import { StepFailure } from "../step-failure.ts";
import type { EgressPolicy } from "./http-client.ts";

/** An address that a name resolved to, as `dns.lookup` gives it. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/**
 * The addresses of a host that may be connected to. Addresses that are not public are reachable only when the policy
 * names the host, the address or a range around it. Fails as `security` when none is left.
 */
export function permittedAddresses(
  policy: EgressPolicy,
  host: string,
  addresses: readonly ResolvedAddress[],
): readonly ResolvedAddress[] {
  const permitted = addresses.filter(({ address }) => isPermitted(policy, host, address));
  if (permitted.length > 0) return permitted;
  const message = `Egress to ${host} is not allowed here; add the host, its address or a range to egress.allow of the environment.`;
  throw new StepFailure("security", message);
}

function isPermitted(policy: EgressPolicy, host: string, address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === null) return false;
  const name = normalizeHost(host);
  if (policy.allow.some((entry) => namesHost(entry, name) || containsAddress(entry, parsed))) return true;
  return policy.default === "allow" && parsed.range() === "unicast";
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The address meant: `::ffff:127.0.0.1` is 127.0.0.1. */
function parseAddress(text: string): Address | null {
  const bare = text.replace(/%.*$/, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

/** Lower case, without the brackets of IPv6 and without the dot that ends a fully qualified name. */
export function normalizeHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

/** `crm.example` is that host, `*.crm.example` any below it. */
function namesHost(entry: string, host: string): boolean {
  const name = normalizeHost(entry);
  return name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
}

function containsAddress(entry: string, address: Address): boolean {
  if (ipaddr.isValidCIDR(entry)) {
    const range = ipaddr.parseCIDR(entry);
    return range[0].kind() === address.kind() && address.match(range);
  }
  const other = parseAddress(normalizeHost(entry));
  return other !== null && other.toNormalizedString() === address.toNormalizedString();
}
