import { problem, type CompiledPipeline, type Environment, type Gate, type Problem } from "@lockstep/model";

import { declared } from "../declarations.ts";
import { isAny, open, refusedFor } from "../verdicts.ts";

/** Every pipeline has a queue: of its own, of its team, or of the fallback team. There is no silent default. */
export const queues: Gate = {
  name: "queues",
  judge: (_plan, { pipelines, configuration }) => {
    const problems = pipelines.flatMap((pipeline) =>
      hasQueue(configuration, pipeline) ? [] : noQueue(configuration, pipeline),
    );
    return isAny(problems) ? refusedFor("queues", problems) : open("queues", "every pipeline has a queue");
  },
};

function hasQueue(environment: Environment, { slug, team }: CompiledPipeline): boolean {
  if ((declared(environment.pipelines, slug)?.queue ?? null) !== null) return true;
  return [team, environment.fallbackTeam].some(
    (name) => name !== null && declared(environment.teams, name) !== undefined,
  );
}

function noQueue(environment: Environment, { slug, team, path }: CompiledPipeline): Problem {
  const whose = team === null ? `${slug} has no team` : `Team ${team} of ${slug} has no queue`;
  const fallback =
    environment.fallbackTeam === null
      ? "there is no fallback team"
      : `the fallback team ${environment.fallbackTeam} has no queue either`;
  return problem("NO_QUEUE", `${whose} in ${environment.slug}, and ${fallback}.`, {
    file: path,
    path: team === null ? "" : "/team",
    fix: `Add the team to \`teams\`, or set \`fallbackTeam\`, in environments/${environment.slug}.json on the control branch.`,
    facts: { pipeline: slug, team, environment: environment.slug },
  });
}
