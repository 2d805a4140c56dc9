import type { Run } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { runOf, type RunRow } from "../rows/run-row.ts";
import { loadPayloads } from "./load-payloads.ts";

/** Runs with everything that lies beside their rows. */
export function* completeRuns(rows: readonly RunRow[]): Query<readonly Run[]> {
  const find = yield* loadPayloads(
    rows.flatMap(({ id: run, input_payload, output_payload }) => [
      { run, digest: input_payload },
      { run, digest: output_payload },
    ]),
  );
  return rows.map((row) => runOf(row, find));
}
