import type { CompiledEnvironment } from "@lockstep/model";

import { type Finding, findingAt, type Path } from "../text/finding.ts";

/** Somebody whose runs go to a named queue. */
interface QueueUser {
  readonly file: string;
  readonly path: Path;
  /** `team support of production`. */
  readonly who: string;
  readonly queue: string;
  readonly isDedicated: boolean;
}

/** QUEUE_DEDICATED by file: a dedicated queue has one user in all environments. */
export function dedicatedQueueFindings(
  environments: readonly CompiledEnvironment[],
): ReadonlyMap<string, readonly Finding[]> {
  const users = environments.flatMap(usersOf);
  return new Map(
    environments.map(({ path }) => [
      path,
      users.filter(({ file }) => file === path).flatMap((user) => intrusions(user, users)),
    ]),
  );
}

function usersOf({ slug, path: file, environment }: CompiledEnvironment): readonly QueueUser[] {
  const teams = Object.entries(environment.teams).map(([team, { queue, isolation }]) => ({
    file,
    path: ["teams", team, "queue"],
    who: `team ${team} of ${slug}`,
    queue,
    isDedicated: isolation === "dedicated",
  }));
  const pipelines = Object.entries(environment.pipelines).flatMap(([pipeline, { queue, isolation }]) =>
    queue === null
      ? []
      : [
          {
            file,
            path: ["pipelines", pipeline, "queue"],
            who: `pipeline ${pipeline} of ${slug}`,
            queue,
            isDedicated: isolation === "dedicated",
          },
        ],
  );
  return [...teams, ...pipelines];
}

function intrusions(user: QueueUser, users: readonly QueueUser[]): readonly Finding[] {
  const owner = users.find((other) => other !== user && other.isDedicated && other.queue === user.queue);
  if (owner === undefined) return [];
  const message = `The queue "${user.queue}" is dedicated to ${owner.who}.`;
  return [findingAt("QUEUE_DEDICATED", user.path, message, "Name another queue, or make it shared there.")];
}
