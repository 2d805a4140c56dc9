/** What one state means to a person, and where it can lead. */
export interface StateFacts<State extends string> {
  readonly to: readonly State[];
  readonly sentence: string;
  readonly next: string;
}

type StateTable<State extends string> = { readonly [S in State]: StateFacts<State> };

export type DeployState =
  | "planned"
  | "waiting"
  | "applying"
  | "applied"
  | "refused"
  | "rejected"
  | "superseded"
  | "failed";

/** States of a deploy: one plan on its way in one environment. */
export const deployStates: StateTable<DeployState> = {
  planned: {
    to: ["waiting", "applying", "refused", "superseded", "failed"],
    sentence: "The plan is made and not yet judged.",
    next: "Nothing; the gates are being asked.",
  },
  waiting: {
    to: ["applying", "refused", "rejected", "superseded", "failed"],
    sentence: "A gate is closed and will open.",
    next: "See the gate's own sentence: it names who or what opens it, and when.",
  },
  applying: {
    to: ["applied", "waiting", "superseded", "refused", "failed"],
    sentence: "The transaction is under way.",
    next: "Nothing; it ends within the environment's deadline.",
  },
  applied: { to: [], sentence: "The plan is in force.", next: "Nothing." },
  refused: {
    to: [],
    sentence: "The plan breaks a rule and is never applied.",
    next: "Push a commit that mends the named problems.",
  },
  rejected: {
    to: [],
    sentence: "A person said no.",
    next: "Push another commit; the reason is recorded.",
  },
  superseded: {
    to: [],
    sentence: "A newer commit took its place.",
    next: "Look at the newer deploy.",
  },
  failed: {
    to: ["applying", "superseded"],
    sentence: "A fault kept the plan from being applied.",
    next: "It is retried with back-off; see the reason if it stays.",
  },
};

export type SyncState =
  | "in-sync"
  | "pending"
  | "applying"
  | "drifted"
  | "waiting"
  | "refused"
  | "held"
  | "unknown";

const anySyncState: readonly SyncState[] = [
  "in-sync",
  "pending",
  "applying",
  "drifted",
  "waiting",
  "refused",
  "held",
  "unknown",
];

/** How far an environment is from what git says. Levels, not events: any state may follow any other. */
export const syncStates: StateTable<SyncState> = {
  "in-sync": { to: anySyncState, sentence: "What runs is what git says.", next: "Nothing." },
  pending: {
    to: anySyncState,
    sentence: "Git has a newer revision that is being looked at.",
    next: "Nothing; it is planned within one poll.",
  },
  applying: {
    to: anySyncState,
    sentence: "A plan is being applied.",
    next: "Nothing; it ends within the deadline.",
  },
  drifted: {
    to: anySyncState,
    sentence: "What is stored differs from what was applied.",
    next: "Look at the named differences under drift.",
  },
  waiting: {
    to: anySyncState,
    sentence: "A plan waits for a gate.",
    next: "See the gate's own sentence.",
  },
  refused: {
    to: anySyncState,
    sentence: "The newest commit breaks a rule; what was applied before stays in force.",
    next: "Push a commit that mends the named problems.",
  },
  held: {
    to: anySyncState,
    sentence: "A person or a rule keeps the environment as it is.",
    next: "Resume it when the reason is gone.",
  },
  unknown: {
    to: anySyncState,
    sentence: "Git or the database has not answered yet.",
    next: "It is retried with back-off; see the reason.",
  },
};

export type RunState = "queued" | "running" | "waiting" | "completed" | "failed" | "cancelled";

/** States of a run. */
export const runStates: StateTable<RunState> = {
  queued: {
    to: ["running", "cancelled", "failed"],
    sentence: "Accepted and durable, not yet started.",
    next: "Nothing; a runner takes it.",
  },
  running: {
    to: ["waiting", "completed", "failed", "cancelled"],
    sentence: "A runner works on it.",
    next: "Nothing.",
  },
  waiting: {
    to: ["running", "failed", "cancelled"],
    sentence: "It waits for an instant, a person or another run, and holds nothing.",
    next: "See the step that waits.",
  },
  completed: { to: [], sentence: "It ended and returned its output.", next: "Nothing." },
  failed: {
    to: [],
    sentence: "It ended with an error.",
    next: "See the error and the step it names.",
  },
  cancelled: { to: [], sentence: "It was cancelled.", next: "Nothing." },
};

export type StepState = "pending" | "running" | "waiting" | "completed" | "failed" | "skipped" | "cancelled";

/** States of a step within a run. */
export const stepStates: StateTable<StepState> = {
  pending: {
    to: ["running", "waiting", "failed", "skipped", "cancelled"],
    sentence: "Its dependencies have not ended.",
    next: "Nothing.",
  },
  running: {
    to: ["waiting", "completed", "failed", "skipped", "cancelled"],
    sentence: "An attempt is under way.",
    next: "Nothing.",
  },
  waiting: {
    to: ["running", "completed", "failed", "skipped", "cancelled"],
    sentence: "It waits for its next attempt, an instant, a person or another run.",
    next: "See until when.",
  },
  completed: { to: [], sentence: "It ended with an output.", next: "Nothing." },
  failed: { to: [], sentence: "Its last attempt failed.", next: "See its error." },
  skipped: { to: [], sentence: "Its condition did not hold.", next: "Nothing." },
  cancelled: { to: [], sentence: "The run was cancelled.", next: "Nothing." },
};

/** Whether the table allows the move. */
export function mayMove<State extends string>(table: StateTable<State>, from: State, to: State): boolean {
  return table[from].to.includes(to);
}

/** Whether nothing can follow the state. */
export function isFinal<State extends string>(table: StateTable<State>, state: State): boolean {
  return table[state].to.length === 0;
}

export type HealthState = "healthy" | "degraded" | "failing" | "idle" | "unknown";

const anyHealthState: readonly HealthState[] = ["healthy", "degraded", "failing", "idle", "unknown"];

/**
 * How the runs of what is in force do; says nothing about how far it is from git. Judged from the newest 20 runs that
 * completed or failed within 7 days. Levels, like {@link syncStates}.
 */
export const healthStates: StateTable<HealthState> = {
  healthy: { to: anyHealthState, sentence: "None of the newest runs failed.", next: "Nothing." },
  degraded: {
    to: anyHealthState,
    sentence: "Some of the newest runs failed.",
    next: "Look at the failed runs.",
  },
  failing: {
    to: anyHealthState,
    sentence: "The last three runs, or half of the newest runs, failed.",
    next: "Look at the last run's error; if a deploy brought it, consider `lockstep rollback`.",
  },
  idle: { to: anyHealthState, sentence: "No run ended within 7 days.", next: "Nothing." },
  unknown: {
    to: anyHealthState,
    sentence: "Its runs say nothing about it.",
    next: "See why in its sync state.",
  },
};
