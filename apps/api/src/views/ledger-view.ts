import { ledgerKinds, orgChain, slugPattern } from "@lockstep/model";
import { Type } from "typebox";

import { checksum, id, json, nullable, oneOf, timestamp } from "./fields.ts";

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
