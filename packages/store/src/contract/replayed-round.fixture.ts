import type { LedgerEntry } from "@lockstep/model";

/** A deploy as the ledger tells it, entry by entry. */
interface Replayed {
  readonly approvers: readonly string[];
  /** What ended it; `null` while it can be answered. */
  readonly end: "applied" | "rejected" | "superseded" | null;
  /** What a person says ends a plan before the controller has written so. */
  readonly isRejected: boolean;
  readonly isRolledBack: boolean;
}

/** The rules, one entry at a time: a deploy that needs one approval and ends once. Throws where an entry breaks them. */
export function replay(entries: readonly LedgerEntry[]): Replayed {
  return entries.reduce(step, { approvers: [], end: null, isRejected: false, isRolledBack: false });
}

function step(before: Replayed, { kind, position, body }: LedgerEntry): Replayed {
  const isOpen = before.end === null && !before.isRejected;
  const demand = (holds: boolean) => {
    if (!holds)
      throw new Error(`${kind} at position ${position} does not follow from ${JSON.stringify(before)}`);
  };
  const { actor } = body as { readonly actor?: { readonly id: string } };
  switch (kind) {
    case "approval-given":
    case "glass-broken":
      demand(isOpen);
      return { ...before, approvers: [...before.approvers, actor?.id ?? ""] };
    case "rejection-given":
      demand(isOpen);
      return { ...before, isRejected: true };
    case "applied":
      demand(isOpen && before.approvers.length > 0 && !before.isRolledBack);
      // Whatever was said before the apply was known to it.
      demand(JSON.stringify(body["approvers"]) === JSON.stringify(before.approvers));
      return { ...before, end: "applied" };
    case "rejected":
      demand(before.end === null && before.isRejected);
      return { ...before, end: "rejected" };
    case "superseded":
      demand(before.end === null && before.isRolledBack);
      return { ...before, end: "superseded" };
    case "rolled-back":
      demand(!before.isRolledBack);
      return { ...before, isRolledBack: true };
    default:
      throw new Error(`nobody wrote ${kind}`);
  }
}
