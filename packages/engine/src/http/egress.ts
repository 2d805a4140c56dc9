import type { EgressGuard, ResolvedAddress } from "@lockstep/model";
import ipaddr from "ipaddr.js";

import { StepFailure } from "../step-failure.ts";
import type { EgressPolicy } from "./http-client.ts";

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
  throw refusal(host);
}

/**
 * Fails as `security` when no address could make the host permitted: such a name is not even looked up, because a
 * look-up already tells whoever runs its name server something.
 */
export function checkHost(policy: EgressPolicy, host: string): void {
  const name = normalizeHost(host);
  const mayBePermitted =
    policy.default === "allow" ||
    ipaddr.isValid(name) ||
    policy.allow.some((entry) => namesHost(entry, name) || namesAddresses(entry));
  if (!mayBePermitted) throw refusal(host);
}

/** The policy, for whoever opens connections without knowing it. */
export function egressGuardOf(policy: EgressPolicy): EgressGuard {
  return {
    checkHost: (host) => checkHost(policy, host),
    permitted: (host, addresses) => permittedAddresses(policy, host, addresses),
  };
}

function refusal(host: string): StepFailure {
  const message = `Egress to ${host} is not allowed here; add the host, its address or a range to egress.allow of the environment.`;
  return new StepFailure("security", message);
}

function isPermitted(policy: EgressPolicy, host: string, address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === null) return false;
  const name = normalizeHost(host);
  if (policy.allow.some((entry) => namesHost(entry, name) || containsAddress(entry, parsed))) return true;
  return policy.default === "allow" && isPublic(parsed);
}

/** What is routed on the internet: of IPv6 only 2000::/3 is (RFC 4291), which leaves out `::7f00:1`, 127.0.0.1 of old. */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** A public address behind which every virtual machine in Azure finds its own host's agent. */
const azureHostAgent = "168.63.129.16";

function isPublic(address: Address): boolean {
  if (address.range() !== "unicast" || address.toString() === azureHostAgent) return false;
  return address instanceof ipaddr.IPv4 || address.match(publicIpv6);
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

function namesAddresses(entry: string): boolean {
  return ipaddr.isValidCIDR(entry) || parseAddress(normalizeHost(entry)) !== null;
}

function containsAddress(entry: string, address: Address): boolean {
  if (ipaddr.isValidCIDR(entry)) {
    const range = ipaddr.parseCIDR(entry);
    return range[0].kind() === address.kind() && address.match(range);
  }
  const other = parseAddress(normalizeHost(entry));
  return other !== null && other.toNormalizedString() === address.toNormalizedString();
}
