import { type ChainVerdict, Failure, type OrgStore, type Slug, walkChain } from "@lockstep/model";

/** Entries read at once: one of a large deploy takes a megabyte. */
const batch = 50;

/** What walking one chain from its first entry to its last proved. */
export interface VerifiedChain {
  readonly chain: Slug;
  readonly verdict: ChainVerdict;
}

/** Walks chains one after the other. Failure: `deadline-exceeded` when it takes longer than `deadline` allows. */
export async function verifyChains(
  { ledger }: Pick<OrgStore, "ledger">,
  chains: readonly Slug[],
  deadline: AbortSignal,
): Promise<readonly VerifiedChain[]> {
  const verified: VerifiedChain[] = [];
  for (const chain of chains) {
    const walk = walkChain();
    for (let from = 1; ; from += batch) {
      if (deadline.aborted) throw tooLong();
      const entries = await ledger.list(chain, from, batch);
      for (const entry of entries) walk.add(entry);
      if (entries.length < batch || !walk.verdict().intact) break;
    }
    verified.push({ chain, verdict: walk.verdict() });
  }
  return verified;
}

function tooLong(): Failure {
  return new Failure(
    "deadline-exceeded",
    "The chains are too long to be walked while you wait. Take an export and run `lockstep verify --chain ledger.jsonl`.",
    { code: "CHAINS_TOO_LONG" },
  );
}
