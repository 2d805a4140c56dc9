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

function step(before: Replayed, entry: LedgerEntry): Replayed {
  const rule = rules[entry.kind];
  const after = rule === undefined ? null : rule(before, entry);
  if (after !== null) return after;
  throw new Error(
    `${entry.kind} at position ${entry.position} does not follow from ${JSON.stringify(before)}`,
  );
}

/** What an entry makes of what was before; `null` where it may not be written. */
type Rule = (before: Replayed, entry: LedgerEntry) => Replayed | null;

const isOpen = ({ end, isRejected }: Replayed) => end === null && !isRejected;

const approve: Rule = (before, { body }) => {
  const { actor } = body as { readonly actor?: { readonly id: string } };
  return isOpen(before) ? { ...before, approvers: [...before.approvers, actor?.id ?? ""] } : null;
};

const rules: { readonly [Kind in LedgerEntry["kind"]]?: Rule } = {
  "approval-given": approve,
  "glass-broken": approve,
  "rejection-given": (before) => (isOpen(before) ? { ...before, isRejected: true } : null),
  applied: (before, { body }) => {
    // Whatever was said before the apply was known to it.
    const isKnown = JSON.stringify(body["approvers"]) === JSON.stringify(before.approvers);
    const isDue = isOpen(before) && before.approvers.length > 0 && !before.isRolledBack;
    return isDue && isKnown ? { ...before, end: "applied" } : null;
  },
  rejected: (before) => (before.end === null && before.isRejected ? { ...before, end: "rejected" } : null),
  superseded: (before) =>
    before.end === null && before.isRolledBack ? { ...before, end: "superseded" } : null,
  "rolled-back": (before) => (before.isRolledBack ? null : { ...before, isRolledBack: true }),
};
