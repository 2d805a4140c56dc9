import { ledgerKinds, orgChain, slugPattern } from "@lockstep/model";
import { type Static, Type } from "typebox";

import type { VerifiedChain } from "../audit/verify-chains.ts";
import { checksum, id, json, list, nullable, oneOf, timestamp } from "./fields.ts";

/** A chain: an environment's, or that of the org. */
export const chain = Type.String({
  pattern: `^(${orgChain}|${slugPattern.slice(1, -1)})$`,
  description: `Slug of the environment, or ${orgChain} for what belongs to none.`,
});

export const ledgerKind = oneOf(ledgerKinds);

/** An append-only, chained fact. */
export const ledgerEntryView = Type.Object(
  {
    environment: chain,
    position: Type.Integer({ description: "1, 2, 3 … without gaps in each chain." }),
    kind: ledgerKind,
    deploy: nullable(id),
    at: timestamp,
    body: json,
    previous: checksum,
    hash: checksum,
  },
  { $id: "LedgerEntry" },
);

/** Whom entries mean by the ids in them. */
export const peopleView = Type.Record(
  Type.String(),
  Type.Object({ name: Type.String(), email: Type.String() }),
  { description: "Whom the entries mean by the ids in them; who was erased is missing." },
);

const verifiedChain = Type.Object(
  {
    chain,
    entries: Type.Integer({ description: "How many were walked." }),
    head: Type.Union([checksum, Type.Null()], {
      description: "Hash of the last entry, to be noted elsewhere; null when the chain is broken.",
    }),
    broken: nullable(Type.Object({ position: Type.Integer(), because: Type.String() })),
  },
  { $id: "VerifiedChain" },
);

export const verifiedChainsView = Type.Object({ at: timestamp, chains: list(verifiedChain) });

export function presentVerifiedChain({ chain: name, verdict }: VerifiedChain): Static<typeof verifiedChain> {
  if (verdict.intact) return { chain: name, entries: verdict.length, head: verdict.head, broken: null };
  const { position, because } = verdict;
  return { chain: name, entries: position - 1, head: null, broken: { position, because } };
}
