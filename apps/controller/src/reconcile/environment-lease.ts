import type { Slug } from "@lockstep/model";

/** Name of the lease whose holder alone writes to an environment; the store checks it inside its transactions. */
export function environmentLease(slug: Slug): string {
  return `environment:${slug}`;
}
