import { onlyGiven, readInstant, readText } from "../../address/read-search.ts";

/** What the address of `/audit` may say behind its `?`. */
export interface AuditSearch {
  /** A chain: an environment, or `@org`. */
  readonly env?: string;
  readonly kind?: string;
  readonly actor?: string;
  readonly deploy?: string;
  /** Instant of time travel, as RFC 3339. */
  readonly at?: string;
  /** The entry that is looked at: `chain:position`. */
  readonly entry?: string;
}

export function readAuditSearch(given: Record<string, unknown>): AuditSearch {
  const { env, kind, actor, deploy, at, entry } = given;
  return onlyGiven({
    env: readText(env),
    kind: readText(kind),
    actor: readText(actor),
    deploy: readText(deploy),
    at: readInstant(at),
    entry: readText(entry),
  });
}
