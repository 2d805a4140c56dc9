import type { Impact, Plan } from "@lockstep/model";

import type { AttemptView, DeployAnswer, EnvironmentDetail, RunDetail } from "../org/responses.ts";

const at = "2026-02-03T14:03:00.000Z";
const revision = "3f1c2ab4d5e6f708192a3b4c5d6e7f8091a2b3c4";
const checksum = `sha256:${"ab".repeat(32)}` as const;

/** An environment in sync, changed as told. */
export function cannedEnvironment(changes: Partial<EnvironmentDetail> = {}): EnvironmentDetail {
  return {
    slug: "staging",
    title: "Staging",
    tier: "staging",
    branch: "develop",
    state: "in-sync",
    because: "What runs is what git says.",
    next: "Nothing.",
    opensAt: null,
    predictedAt: null,
    desired: { revision },
    applied: { revision, sequence: 4, deploy: "d-4", at },
    live: { drift: 0 },
    deploy: null,
    observedAt: at,
    failures: 0,
    retryAt: null,
    removed: false,
    problems: [],
    ...changes,
  };
}

/** A plan with one update, changed as told. */
export function cannedPlan(changes: Partial<Plan> = {}): Plan {
  const pointer = {
    content: checksum,
    manifest: checksum,
    team: null,
    path: "pipelines/score.pipeline.json",
  };
  return {
    format: "lockstep-plan/v1",
    environment: "staging",
    base: { sequence: 4, revision },
    target: { revision: revision.replace("3f", "9a"), controlRevision: revision },
    changes: [
      {
        kind: "update",
        slug: "score",
        class: "content",
        from: { ...pointer, version: "1.0.0" },
        to: { ...pointer, version: "1.0.1" },
        contract: null,
        differences: [
          {
            class: "content",
            path: "/steps/rate/with/set/limit",
            operation: "changed",
            sentence: "step rate: with.set.limit changed from 3 to 5",
          },
        ],
      },
    ],
    locks: [],
    policyDigest: checksum,
    configurationDigest: checksum,
    problems: [],
    counts: { applied: 1, desired: 1, pruned: 0 },
    hash: checksum,
    ...changes,
  };
}

/** The impact of {@link cannedPlan}: one run under way, one firing, one caller, one input that no longer fits. */
export function cannedImpact(changes: Partial<Impact> = {}): Impact {
  return {
    pipelines: { changed: 1, shown: 1 },
    totals: { running: 1, callers: 1, callees: 0 },
    running: [{ slug: "score", version: "1.0.0", count: 1 }],
    firings: [
      {
        slug: "score",
        trigger: "nightly",
        type: "cron",
        timezone: "Europe/Berlin",
        at: [{ instant: "2026-02-04T01:00:00.000Z", local: "2026-02-04 02:00 +01:00" }],
        count: 1,
      },
    ],
    callers: [{ caller: "intake", callee: "score", range: "^1.0.0" }],
    callees: [],
    tokens: [{ slug: "score", actor: "token:ci", runs: 2, lastAt: at }],
    inputs: [
      {
        slug: "score",
        tried: 40,
        rejected: 2,
        example: { input: { limit: "string" }, errors: [{ path: "/limit", message: "must be number" }] },
      },
    ],
    ...changes,
  };
}

/** A waiting deploy of {@link cannedPlan}, changed as told. */
export function cannedDeploy(changes: Partial<DeployAnswer["deploy"]> = {}): DeployAnswer {
  const ada = { name: "Ada", email: "ada@example.com", at };
  const plan = cannedPlan();
  return {
    deploy: {
      id: "d-5",
      environment: "staging",
      intent: "merge",
      state: "waiting",
      because: "A person has to approve it.",
      predictedAt: null,
      revision: plan.target.revision,
      planHash: plan.hash,
      actor: { kind: "controller", id: "controller" },
      createdAt: at,
      updatedAt: at,
      commit: {
        revision: plan.target.revision,
        parents: [],
        message: "Raise the limit",
        author: ada,
        committer: ada,
      },
      plan,
      verdicts: [{ gate: "validity", verdict: "open", because: "Everything is valid." }],
      ...changes,
    },
    records: [],
    approvals: [],
  };
}

/** A completed run, changed as told. */
export function cannedRun(changes: Partial<RunDetail> = {}): RunDetail {
  return {
    id: "r-1",
    status: "completed",
    environment: "staging",
    slug: "score",
    version: "1.0.1",
    content: checksum,
    manifest: checksum,
    revision,
    deploy: "d-4",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    team: null,
    queue: "staging-shared",
    priority: 5,
    input: {},
    output: { score: 7 },
    error: null,
    createdAt: at,
    startedAt: at,
    endedAt: "2026-02-03T14:03:02.000Z",
    wakeAt: null,
    deadlineAt: "2026-02-03T15:03:00.000Z",
    cancelRequested: false,
    cost: 0,
    parent: null,
    retryOf: null,
    waitsFor: null,
    erasedAt: null,
    ...changes,
  };
}

/** A completed first attempt of a step, changed as told. */
export function cannedAttempt(changes: Partial<AttemptView> = {}): AttemptView {
  return {
    step: "rate",
    item: -1,
    attempt: 1,
    status: "completed",
    output: { score: 7 },
    error: null,
    startedAt: at,
    endedAt: "2026-02-03T14:03:02.000Z",
    retryAt: null,
    usage: null,
    waitsFor: null,
    repliedBy: null,
    repliedAt: null,
    ...changes,
  };
}
