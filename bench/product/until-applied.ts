import type { RawDatabase } from "../baselines/raw-database.ts";

/** Resolves once the revision is applied. Asks the database itself, so that asking costs the product nothing. */
export async function untilApplied(observer: RawDatabase, revision: string): Promise<void> {
  const deadline = performance.now() + 120_000;
  while ((await observer.readAppliedRevision()) !== revision) {
    if (performance.now() > deadline) throw new Error(`${revision} was not applied within 2 minutes`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
