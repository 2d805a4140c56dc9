import { type Environment, Failure, type Slug } from "@lockstep/model";

/** Where a run waits for a runner. */
export interface QueueChoice {
  readonly queue: string;
  readonly priority: number;
}

/** Priority of a run whose queue is named by the pipeline's override and whose team has no entry. */
const middlePriority = 5;

/** The queue of a pipeline's team, or of the fallback team; an override for the pipeline wins. Fails with `NO_QUEUE`. */
export function chooseQueue(environment: Environment, slug: Slug, team: string | null): QueueChoice {
  const { teams, fallbackTeam, pipelines } = environment;
  const own = team === null ? undefined : teams[team];
  const entry = own ?? (fallbackTeam === null ? undefined : teams[fallbackTeam]);
  const override = pipelines[slug]?.queue ?? null;
  if (override !== null) return { queue: override, priority: entry?.priority ?? middlePriority };
  if (entry !== undefined) return { queue: entry.queue, priority: entry.priority };
  const whose = team === null ? `${slug} has no team` : `the team ${team} of ${slug} has no entry`;
  const message = `${environment.slug} has no queue for this run: ${whose}, and there is no fallbackTeam. Add it to \`teams\` of the environment.`;
  throw new Failure("unprocessable", message, { code: "NO_QUEUE" });
}
