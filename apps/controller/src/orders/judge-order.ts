import { plan, selectChanges } from "@lockstep/diff";
import {
  type AppliedState,
  type CompiledEnvironment,
  type Decision,
  type DeployIntent,
  type Environment,
  Failure,
  type PlanContents,
  type Revision,
  type Snapshot,
} from "@lockstep/model";
import { decide } from "@lockstep/policy";

import { compareChanges } from "../planning/compare-changes.ts";
import { unresolvedSecrets } from "../planning/unresolved-secrets.ts";
import type { OrderDeps } from "./order-deps.ts";

/** What a person orders: a snapshot that git did not ask for, under the configuration in force. */
export interface Order {
  readonly intent: Exclude<DeployIntent, "merge">;
  readonly applied: AppliedState;
  readonly snapshot: Snapshot;
}

/** An order as a plan that every gate admits. */
export interface JudgedOrder extends PlanContents {
  readonly configuration: CompiledEnvironment;
  readonly controlRevision: Revision;
  readonly decision: Extract<Decision, { readonly outcome: "admitted" }>;
}

/**
 * Plans an order and asks the same gates that judge what git asks for. What it takes out is taken out even where the
 * environment keeps what is gone from git. Failure: `unprocessable` with what the gates say.
 */
export async function judgeOrder(deps: OrderDeps, order: Order): Promise<JudgedOrder> {
  const { store } = deps;
  const { applied, snapshot, intent } = order;
  const { configuration, controlRevision } = inForce(applied);
  const changed = selectChanges(applied, snapshot);
  const removing = retiring(configuration.environment);
  const contents = plan({
    applied: { ...applied, policy: removing },
    desired: { snapshot, controlRevision, configuration: { ...configuration, environment: removing } },
    releases: await store.versions.loadReleases(changed.map(({ slug }) => slug)),
    comparisons: await compareChanges(store.versions, changed),
  });
  const { holds, quarantine } = await store.holds.loadInForce(applied.environment);
  const { environment } = configuration;
  const decision = decide(
    contents.plan,
    {
      policy: environment,
      configuration: environment,
      pipelines: snapshot.pipelines,
      unresolvedSecrets: await unresolvedSecrets(environment, contents.manifests, deps.secrets),
      approvals: [],
      ancestry: "same",
      isLateArrival: false,
      branchOwners: [],
      signatures: null,
      intent,
      holds,
      quarantine,
      authors: null,
      soak: null,
      merge: null,
      tests: null,
      signers: null,
    },
    await store.now(),
  );
  if (decision.outcome !== "admitted") throw notAdmitted(decision);
  return { ...contents, configuration, controlRevision, decision };
}

/** Policy is judged, never restored: an order leaves the configuration as it is. */
function inForce({ environment, policy, policyDigest, controlRevision }: AppliedState) {
  if (policy === null || policyDigest === null || controlRevision === null)
    throw new Failure("unprocessable", `${environment} was never applied: there is nothing in force.`, {
      code: "NEVER_APPLIED",
    });
  const path = `environments/${environment}.json`;
  return {
    configuration: { slug: environment, path, digest: policyDigest, environment: policy },
    controlRevision,
  };
}

function retiring(environment: Environment): Environment {
  return { ...environment, apply: { ...environment.apply, prune: "retire" } };
}

function notAdmitted(decision: Exclude<Decision, { readonly outcome: "admitted" }>): Failure {
  const problems = decision.verdicts.flatMap((verdict) =>
    verdict.verdict === "open" ? [] : verdict.problems,
  );
  const [first] = problems;
  return new Failure("unprocessable", `${decision.because} ${decision.next}`, {
    ...(first === undefined ? {} : { code: first.code }),
    errors: problems.map(({ file, path, message }) => ({ path: `${file}${path}`, message })),
  });
}
