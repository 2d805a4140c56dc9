import { type EnvironmentStatus, Failure, type OrgStore, type PastState, type Slug } from "@lockstep/model";

/** What a rollback starts from: the environment, and the state that it leads to. */
export interface PastAndPresent {
  readonly status: EnvironmentStatus;
  readonly past: PastState;
}

/** Looks up the state that a deploy left. Failures: `not-found`, `unprocessable`. */
export async function findPastState(
  store: Pick<OrgStore, "environments" | "deploys" | "history">,
  environment: Slug,
  deploy: string,
): Promise<PastAndPresent> {
  const status = await store.environments.load(environment);
  if (status === null) throw new Failure("not-found", `There is no environment '${environment}'.`);
  if (status.retiredAt !== null)
    throw unprocessable(
      `${environment} was taken out of service on ${status.retiredAt}. Put environments/${environment}.json back on the control branch first.`,
    );
  const known = await store.deploys.load(deploy);
  if (known === null || known.environment !== environment)
    throw new Failure(
      "not-found",
      `There is no deploy '${deploy}' in ${environment}; \`lockstep history -e ${environment}\` lists them.`,
    );
  const past = await store.history.loadOf(deploy);
  if (past === null)
    throw unprocessable(`Deploy ${deploy} is ${known.state}: it never was in force. Choose an applied one.`);
  if (past.kind === "retired")
    throw unprocessable(
      `Deploy ${deploy} took ${environment} out of service; an admin does that with \`lockstep retire\`.`,
    );
  return { status, past };
}

function unprocessable(message: string): Failure {
  return new Failure("unprocessable", message, { code: "NOT_A_TARGET" });
}
