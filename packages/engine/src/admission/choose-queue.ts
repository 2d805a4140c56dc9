import { type Environment, Failure, type Slug } from "@lockstep/model";

/** Where a run waits for a runner, and whose quotas it uses. */
export interface QueueChoice {
  readonly queue: string;
  readonly priority: number;
  /** Name of the team's entry; empty for a pipeline that has a queue but no team with an entry. */
  readonly account: string;
}

/** Priority of a run whose queue is named by the pipeline's override and whose team has no entry. */
const middlePriority = 5;

/**
 * The queue of a pipeline's team, or of the fallback team. An override for the pipeline may name another one, or ask
 * for one of its own with `isolation: dedicated`. Fails with `NO_QUEUE`.
 */
export function chooseQueue(environment: Environment, slug: Slug, team: string | null): QueueChoice {
  const account = accountOf(environment, team);
  const entry = account === null ? undefined : environment.teams[account];
  const override = environment.pipelines[slug];
  const queue = override?.queue ?? entry?.queue;
  if (queue === undefined) throw noQueue(environment, slug, team);
  const isApart = override?.isolation === "dedicated" && override.queue === null;
  return {
    queue: isApart ? `${queue}--${slug}` : queue,
    priority: override?.priority ?? entry?.priority ?? middlePriority,
    account: account ?? "",
  };
}

function accountOf({ teams, fallbackTeam }: Environment, team: string | null): string | null {
  return [team, fallbackTeam].find((name) => name !== null && Object.hasOwn(teams, name)) ?? null;
}

function noQueue({ slug: environment }: Environment, slug: Slug, team: string | null): Failure {
  const whose = team === null ? `${slug} has no team` : `the team ${team} of ${slug} has no entry`;
  const message = `${environment} has no queue for this run: ${whose}, and there is no fallbackTeam. Add it to \`teams\` of the environment.`;
  return new Failure("unprocessable", message, { code: "NO_QUEUE" });
}
