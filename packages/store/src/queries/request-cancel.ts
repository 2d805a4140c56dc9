import type { Query } from "../database/query.ts";
import { cancelRuns } from "./cancel-runs.ts";

/** Whether there was such a run, not yet over. */
export function* requestCancel(id: string): Query<boolean> {
  return (yield* cancelRuns([id])) > 0;
}
