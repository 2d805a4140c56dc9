import { hash } from "node:crypto";

import { canonicalJson } from "./canonical-json.ts";
import type { Checksum } from "./identifiers.ts";

/** What is being hashed; the first line of the hashed text, so that no two kinds can be confused. */
export type ChecksumDomain =
  | "lockstep-content/v1"
  | "lockstep-manifest/v1"
  | "lockstep-environment/v1"
  | "lockstep-plan/v1"
  | "lockstep-ledger/v1"
  | "lockstep-request/v1"
  | "lockstep-concurrency/v1"
  | "lockstep-erasure/v1"
  | "lockstep-drift/v1";

/** SHA-256 over the domain line and an already canonical text. */
export function checksumOfText(domain: ChecksumDomain, canonical: string): Checksum {
  return `sha256:${hash("sha256", `${domain}\n${canonical}`)}`;
}

/** SHA-256 over the domain line and the RFC 8785 form of a value. */
export function checksumOf(domain: ChecksumDomain, value: unknown): Checksum {
  return checksumOfText(domain, canonicalJson(value));
}
