import {
  type EnvironmentFindings,
  type Failure,
  failureKinds,
  syncStates,
  type SyncState,
  type Timestamp,
} from "@lockstep/model";

/** Findings of an environment about which nothing is known yet. */
export const noFindings: EnvironmentFindings = {
  state: "unknown",
  because: "It has not been looked at yet.",
  next: syncStates.unknown.next,
  opensAt: null,
  problems: [],
  branch: null,
  desiredRevision: null,
  desiredControlRevision: null,
  deploy: null,
  failures: 0,
  retryAt: null,
  removed: false,
};

/** Findings in a state, with the state's own sentences where none are given. */
export function findingsOf(state: SyncState, more: Partial<EnvironmentFindings>): EnvironmentFindings {
  const { sentence, next } = syncStates[state];
  return { ...noFindings, state, because: sentence, next, ...more };
}

const nextSteps = {
  retry: "Nothing; it is tried again with back-off.",
  wait: "Nothing; it is tried again when the limit allows.",
  stall: "Mend the cause; it is looked at again with the next commit or when asked to reconcile.",
} as const;

/** What a fault leaves behind: everything known before, plus the reason and when it is tried again. */
export function findingsAfterFault(
  before: EnvironmentFindings,
  failure: Failure,
  retryAt: (failures: number) => Timestamp,
): EnvironmentFindings {
  const failures = before.failures + 1;
  const { disposition } = failureKinds[failure.kind];
  const state = disposition === "stall" ? "refused" : "unknown";
  return {
    ...before,
    state,
    because: failure.message,
    next: nextSteps[disposition],
    opensAt: null,
    failures,
    retryAt: disposition === "stall" && failure.retryAfterMs === undefined ? null : retryAt(failures),
  };
}
