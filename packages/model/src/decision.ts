import type { DeployIntent } from "./deploy.ts";
import type { Environment } from "./environment.ts";
import type { MergeFinding, SoakedContent, TestedManifest } from "./evidence.ts";
import type { Hold, QuarantinedContent } from "./hold.ts";
import type { Slug, Timestamp } from "./identifiers.ts";
import type { Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";
import type { CommitSignature } from "./signature.ts";
import type { CompiledPipeline } from "./snapshot.ts";

/** What one gate says of a plan. */
export type Verdict =
  | { readonly gate: string; readonly verdict: "open"; readonly because: string }
  | {
      readonly gate: string;
      readonly verdict: "waiting";
      readonly because: string;
      /** What to do about it. */
      readonly next: string;
      /** Earliest instant at which it may open by itself; `null` when only a person opens it. */
      readonly opensAt: Timestamp | null;
      readonly problems: readonly Problem[];
    }
  | {
      readonly gate: string;
      readonly verdict: "refused";
      readonly because: string;
      readonly next: string;
      readonly problems: readonly Problem[];
    };

/** Whether a plan may be applied now. `verdicts` holds every gate, open ones too, in order. */
export type Decision =
  | { readonly outcome: "admitted"; readonly verdicts: readonly Verdict[] }
  | {
      readonly outcome: "waiting";
      readonly verdicts: readonly Verdict[];
      readonly because: string;
      readonly next: string;
      /** When it is worth looking again. A stored timer. */
      readonly opensAt: Timestamp | null;
      /** The instant at which all gates will be open, if nothing but time passes; `null` when a person is waited for. */
      readonly predictedAt: Timestamp | null;
    }
  | {
      readonly outcome: "refused";
      readonly verdicts: readonly Verdict[];
      readonly because: string;
      readonly next: string;
      readonly problems: readonly Problem[];
    };

/** A person's word on one plan, bound to its hash. `broken-glass` skips its windows and approvals, once. */
export interface Approval {
  readonly actor: string;
  readonly verdict: "approved" | "rejected" | "broken-glass";
  readonly planHash: string;
  readonly reason: string;
  readonly at: Timestamp;
}

/** What gates look at besides the plan. */
export interface Evidence {
  /** The configuration in force: judges gates. Equals `configuration` before the first apply. */
  readonly policy: Environment;
  /** The configuration that the plan brings: judges variables, secrets, queues. */
  readonly configuration: Environment;
  /** Every pipeline of the snapshot that the plan leads to. */
  readonly pipelines: readonly CompiledPipeline[];
  /** Names of the configuration's secrets that cannot be resolved right now, each with the reason. */
  readonly unresolvedSecrets: ReadonlyMap<string, string>;
  readonly approvals: readonly Approval[];
  /** How the new revision relates to the applied one. */
  readonly ancestry: "first" | "same" | "ahead" | "behind" | "diverged";
  /** Whether this is the first plan of an environment that appeared after the org database was made. */
  readonly isLateArrival: boolean;
  /** Other environments that follow the same branch and own it. */
  readonly branchOwners: readonly Slug[];
  /** Who signed each commit between the applied revisions and the new ones; `null` when the policy does not ask. */
  readonly signatures: readonly CommitSignature[] | null;
  /** Why there is a plan: a rollback is not asked for windows, soak, approvals and tests again. */
  readonly intent: DeployIntent;
  /** Holds in force. */
  readonly holds: readonly Hold[];
  /** Content that must not come back. */
  readonly quarantine: readonly QuarantinedContent[];
  /**
   * Identities of everybody who wrote, committed, pushed or merged what the plan brings: `email:…` and `github:…`, sorted;
   * `null` when the policy does not ask.
   */
  readonly authors: readonly string[] | null;
  /** One for each pipeline whose content the plan brings; `null` when the policy does not ask. */
  readonly soak: readonly SoakedContent[] | null;
  /** `null` when the policy does not ask. */
  readonly merge: MergeFinding | null;
  /** Tests of the manifests that the plan brings, those that ran; `null` when the policy does not ask. */
  readonly tests: readonly TestedManifest[] | null;
  /** How many keys the new control revision allows to sign; `null` when its configuration does not require it. */
  readonly signers: number | null;
}

/** A condition that a plan must meet. One file each in `@lockstep/policy`. */
export interface Gate {
  readonly name: string;
  judge(plan: Plan, evidence: Evidence, now: Timestamp): Verdict;
}
