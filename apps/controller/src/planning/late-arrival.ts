import type { EnvironmentStatus, LedgerStore, Slug } from "@lockstep/model";

/**
 * Whether a production environment first appeared after the org was already deploying somewhere. Environments that
 * stood in git when the org database was made are bootstrapped by whoever started it; a later one needs an admin.
 */
export async function isLateArrival(
  status: EnvironmentStatus,
  rows: ReadonlyMap<Slug, EnvironmentStatus>,
  ledger: Pick<LedgerStore, "list">,
): Promise<boolean> {
  if (status.sequence > 0 || status.tier !== "production") return false;
  for (const other of rows.keys()) {
    const [first] = await ledger.list(other, 1, 1);
    if (first !== undefined && first.at < status.createdAt) return true;
  }
  return false;
}
