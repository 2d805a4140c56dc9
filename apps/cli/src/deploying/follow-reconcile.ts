import { describeDuration, Failure, type SyncState } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { EnvironmentAnswer, EnvironmentDetail } from "../org/responses.ts";
import type { World } from "../program/world.ts";

/** An environment before and after a look at git. */
export interface Reconciled {
  readonly before: EnvironmentDetail;
  readonly after: EnvironmentDetail;
}

interface Following {
  readonly environment: string;
  readonly timeoutMs: number;
}

const longestWaitMs = 30_000;

/** Whether a look at git has come to an end in this state. */
const isSettled: Readonly<Record<SyncState, boolean>> = {
  "in-sync": true,
  pending: false,
  applying: false,
  drifted: true,
  waiting: true,
  refused: true,
  held: true,
  unknown: false,
};

/** Asks for a look at git until one that began afterwards has ended. Failure: `deadline-exceeded`. */
export async function followReconcile(
  { clock }: Pick<World, "clock">,
  org: OrgClient,
  { environment, timeoutMs }: Following,
): Promise<Reconciled> {
  const path = apiPath("environments", environment);
  const { environment: before } = await org.fetch<EnvironmentAnswer>(path);
  const end = clock.now() + timeoutMs;
  for (let left = timeoutMs; left > 0; left = end - clock.now()) {
    const wait = `${Math.min(left, longestWaitMs)}ms`;
    const { environment: after } = await org.post<EnvironmentAnswer>(`${path}/reconcile`, {}, { wait });
    const hasLooked = after.observedAt !== null && after.observedAt !== before.observedAt;
    if (hasLooked && isSettled[after.state]) return { before, after };
  }
  throw new Failure(
    "deadline-exceeded",
    `${environment} has not settled within ${describeDuration(timeoutMs)}. It goes on by itself; see \`lockstep status -e ${environment}\`.`,
  );
}
