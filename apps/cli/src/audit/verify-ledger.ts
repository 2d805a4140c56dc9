import { type Checksum, type ChainWalk, type LedgerEntry, type Slug, walkChain } from "@lockstep/model";

import { parseEntry } from "./parse-entry.ts";

/** What a chain's entries prove. */
export interface VerifiedChain {
  readonly chain: Slug;
  readonly entries: number;
  /** Hash of its last entry; `null` when it is broken. */
  readonly head: Checksum | null;
  /** `null` when it is intact. */
  readonly broken: Break | null;
}

/** Where a chain breaks, and how. */
export interface Break {
  /** Position in the chain; `null` where the break is not at an entry. */
  readonly position: number | null;
  /** Line of the export; `null` where the break is not at a line. */
  readonly line: number | null;
  readonly because: string;
}

export interface VerifiedLedger {
  readonly chains: readonly VerifiedChain[];
  /** Lines that are no entries of any chain. */
  readonly strayLines: readonly Break[];
}

interface Walked {
  readonly walk: ChainWalk;
  readonly hashes: Set<Checksum>;
  entries: number;
  brokenAt: number | null;
}

/** Most lines that are no entries and are named one by one. */
const mostStrayLines = 20;

/**
 * Verifies an export, which may hold several chains. `heads` are hashes that somebody noted: each must still be in its
 * chain, or its tail was cut off.
 */
export async function verifyLedger(
  lines: AsyncIterable<string>,
  heads: ReadonlyMap<Slug, Checksum>,
): Promise<VerifiedLedger> {
  const chains = new Map<Slug, Walked>();
  const strayLines: Break[] = [];
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const parsed = parseEntry(text);
    if ("entry" in parsed) add(chains, parsed.entry, line);
    else if (strayLines.length < mostStrayLines)
      strayLines.push({ position: null, line, because: parsed.because });
  }
  const names = [...new Set([...chains.keys(), ...heads.keys()])];
  return {
    chains: names.map((chain) => verdictOf(chain, chains.get(chain), heads.get(chain))),
    strayLines,
  };
}

function add(chains: Map<Slug, Walked>, entry: LedgerEntry, line: number): void {
  const { environment, hash } = entry;
  const known = chains.get(environment);
  const walked = known ?? { walk: walkChain(), hashes: new Set(), entries: 0, brokenAt: null };
  if (known === undefined) chains.set(environment, walked);
  walked.entries += 1;
  walked.walk.add(entry);
  walked.hashes.add(hash);
  if (!walked.walk.verdict().intact) walked.brokenAt ??= line;
}

function verdictOf(chain: Slug, walked: Walked | undefined, noted: Checksum | undefined): VerifiedChain {
  if (walked === undefined) {
    const broken = {
      position: null,
      line: null,
      because: "a head was noted, but none of its entries is here",
    };
    return { chain, entries: 0, head: null, broken };
  }
  const { entries, brokenAt, hashes } = walked;
  const verdict = walked.walk.verdict();
  if (!verdict.intact) {
    const { position, because } = verdict;
    return { chain, entries, head: null, broken: { position, line: brokenAt, because } };
  }
  if (noted === undefined || hashes.has(noted)) return { chain, entries, head: verdict.head, broken: null };
  const because = `the noted head ${noted} is not in it: entries behind position ${entries} were cut off, or all of it was written anew`;
  return { chain, entries, head: null, broken: { position: null, line: null, because } };
}
