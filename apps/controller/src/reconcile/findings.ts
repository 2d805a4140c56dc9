import {
  type EnvironmentFindings,
  type Failure,
  type FailureKind,
  failureKinds,
  problem,
  type ProblemCode,
  problemCodes,
  syncStates,
  type SyncState,
  type Timestamp,
} from "@lockstep/model";

/** Findings of an environment about which nothing is known yet. */
const noFindings: EnvironmentFindings = {
  state: "unknown",
  because: "It has not been looked at yet.",
  next: syncStates.unknown.next,
  opensAt: null,
  predictedAt: null,
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
  retryAt: Timestamp | null,
): EnvironmentFindings {
  return {
    ...before,
    state: "unknown",
    because: failure.message,
    next: nextSteps[failureKinds[failure.kind].disposition],
    opensAt: null,
    predictedAt: null,
    failures: before.failures + 1,
    retryAt,
  };
}

/** A revision that cannot even be read is refused like one that breaks a rule; nothing is wrong with Lockstep itself. */
export function findingsOfUnreadable(
  failure: Failure,
  place: Partial<EnvironmentFindings>,
): EnvironmentFindings {
  const { kind, code, message } = failure;
  const found = code !== undefined && code in problemCodes ? (code as ProblemCode) : unreadable[kind];
  return findingsOf("refused", {
    ...place,
    because: message,
    next: nextSteps.stall,
    problems: found === undefined ? [] : [problem(found, message)],
  });
}

const unreadable: { readonly [Kind in FailureKind]?: ProblemCode } = {
  "repository-invalid": "FILE_KIND",
  "limit-exceeded": "JSON_LIMIT",
};
