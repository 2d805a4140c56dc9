import type {
  Decision,
  Environment,
  Impact,
  Pipeline,
  Plan,
  Problem,
  Revision,
  Slug,
  Timestamp,
  Version,
} from "@lockstep/model";

/** What all checks of one look at a pull request, or a merge queue's head, have in common. */
export interface CheckContext {
  /** The commit that the check is shown on. */
  readonly headRevision: Revision;
  readonly base: { readonly branch: string; readonly revision: Revision };
  /** What was judged: the merge result, or the head itself where there is none. */
  readonly judged: { readonly revision: Revision; readonly kind: "merge" | "head" | "queue" };
  /** `null` for a merge queue. */
  readonly pullRequest: number | null;
  readonly isFork: boolean;
  /** The base of the report before this one on the same head; `null` when it did not move. */
  readonly movedFrom: Revision | null;
  readonly externalId: string;
  readonly detailsUrl: string;
  readonly startedAt: Timestamp;
  readonly completedAt: Timestamp;
}

/** Everything that `lockstep / validate` says. */
export interface ValidateInput {
  readonly context: CheckContext;
  /** Of manifests, environments and planning, in all environments that the base branch feeds. */
  readonly problems: readonly Problem[];
  readonly pipelines: number;
  /** What the bump button would write. */
  readonly bumps: readonly VersionBump[];
}

/** The smallest version that a changed pipeline may have. */
export interface VersionBump {
  readonly slug: Slug;
  readonly file: string;
  readonly from: Version;
  readonly to: Version;
}

/** Everything that `lockstep / plan (<environment>)` says. */
export interface PlanInput {
  readonly context: CheckContext;
  /** The configuration that merging puts in force. */
  readonly desired: Environment;
  /** The configuration in force, by which the plan is judged. */
  readonly policy: Environment;
  readonly plan: Plan;
  readonly decision: Decision;
  readonly impact: PlanImpact;
  /** Changed pipelines, for the pictures. */
  readonly graphs: readonly ChangedGraph[];
}

/** `null` where the pipeline is created, or retired. */
export interface ChangedGraph {
  readonly slug: Slug;
  readonly before: Pipeline | null;
  readonly after: Pipeline | null;
}

/** Who feels a plan, as far as a forge may know: of people and of what runs were given there are only numbers. */
export interface PlanImpact extends Omit<Impact, "tokens" | "inputs"> {
  /** Tokens that started runs of a changed pipeline in the last 30 days, and how many runs. */
  readonly tokens: readonly { readonly slug: Slug; readonly tokens: number; readonly runs: number }[];
  readonly inputs: readonly { readonly slug: Slug; readonly tried: number; readonly rejected: number }[];
}

/** Everything that `lockstep / tests` says. */
export interface TestsInput {
  readonly context: CheckContext;
  /** `withheld`: manifests of forks are never executed. `broken`: there was nothing valid to test. */
  readonly state: "ran" | "withheld" | "broken";
  readonly suites: readonly TestedSuite[];
}

export interface TestedSuite {
  readonly slug: Slug;
  readonly file: string;
  readonly tests: readonly {
    readonly name: string;
    readonly isPassed: boolean;
    /** What differed; empty when it passed. */
    readonly message: string;
    /** 1-based line of the test in the manifest; 1 when unknown. */
    readonly line: number;
  }[];
}
