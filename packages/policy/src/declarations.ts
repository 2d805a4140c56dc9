import {
  problem,
  type CompiledPipeline,
  type Environment,
  type Problem,
  type ProblemCode,
} from "@lockstep/model";

/** A table of an environment, such as its variables; names such as `constructor` are data here. */
export function declared<Entry>(table: { readonly [name: string]: Entry }, name: string): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Whether something that is shared with some teams (`null`: with all) is shared with the pipeline's. */
function isSharedWith(teams: readonly string[] | null, pipeline: CompiledPipeline): boolean {
  return teams === null || (pipeline.team !== null && teams.includes(pipeline.team));
}

/** What a pipeline needs and the environment's manifest does not give it. */
export interface Missing {
  readonly code: ProblemCode;
  readonly environment: Environment;
  readonly pipeline: CompiledPipeline;
  /** `variable CRM_BASE_URL`. */
  readonly what: string;
  /** Why: `is not declared`, `is not shared with team data`. */
  readonly reason: string;
  /** Table of the environment's manifest to mend. */
  readonly table: string;
  /** JSON pointer into the pipeline's manifest. */
  readonly path: string;
}

export function missing({ code, environment, pipeline, what, reason, table, path }: Missing): Problem {
  return problem(code, `${pipeline.slug} needs ${what}, which ${reason} in ${environment.slug}.`, {
    file: pipeline.path,
    path,
    fix: `Mend \`${table}\` in environments/${environment.slug}.json on the control branch, or stop using it.`,
    facts: { pipeline: pipeline.slug, team: pipeline.team, environment: environment.slug },
  });
}

/** Why a shared thing is out of a pipeline's reach; `null` when it is not. */
export function whyOutOfReach(
  entry: { readonly teams: readonly string[] | null } | undefined,
  pipeline: CompiledPipeline,
): string | null {
  if (entry === undefined) return "is not declared";
  if (isSharedWith(entry.teams, pipeline)) return null;
  return pipeline.team === null ? "is shared with teams only" : `is not shared with team ${pipeline.team}`;
}
