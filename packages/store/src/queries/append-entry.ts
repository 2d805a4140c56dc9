import {
  chainStart,
  type Checksum,
  type LedgerEntry,
  hashLedgerEntryText,
  type Slug,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { firstOf, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { ledger } from "../schema/index.ts";
import { readNow } from "./read-now.ts";

const selectHead = statement<{ environment: Slug }, { readonly position: number; readonly hash: Checksum }>(
  ({ environment }) => sql`
    SELECT position, hash FROM ${ledger}
    WHERE environment = ${environment} ORDER BY position DESC LIMIT 1`,
);

const insertion = insertInto(ledger, {
  columns: ["environment", "position", "kind", "deploy", "at", "body", "previous", "hash"],
});

export interface NewLedgerEntry extends Pick<LedgerEntry, "environment" | "kind" | "deploy" | "body"> {
  /** Written out before the transaction, which would otherwise wait for it. */
  readonly canonicalBody: string;
}

/** Chains a record to the environment's last one. The caller holds the environment's lease. */
export function* appendEntry(given: NewLedgerEntry): Query<LedgerEntry> {
  const { environment, kind, deploy, body, canonicalBody } = given;
  const head = yield* firstOf(selectHead, { environment });
  const unhashed = {
    environment,
    position: (head?.position ?? 0) + 1,
    kind,
    deploy,
    at: yield* readNow(),
    previous: head?.hash ?? chainStart,
  };
  const hash = hashLedgerEntryText(unhashed, canonicalBody);
  yield* inserted(insertion, [{ ...unhashed, hash, body: canonicalBody }]);
  return { ...unhashed, hash, body };
}
