import type { Environment, Quotas } from "./environment.ts";
import type { Slug } from "./identifiers.ts";
import type { Concurrency } from "./pipeline.ts";

/** What limits a run beyond its queue; decided once, when it is accepted. */
export interface Admission {
  /** Team whose entry the run uses: the pipeline's own, or `fallbackTeam`; empty where a pipeline has only a queue. */
  readonly account: string;
  /** Quotas that apply to it, the widest first; only those that limit anything. */
  readonly quotas: readonly ScopedQuotas[];
  /** How many runs of one key may be under way; `null` where the pipeline sets no limit. */
  readonly concurrency: (Pick<Concurrency, "limit" | "onLimit"> & { readonly key: string }) | null;
}

export type QuotaScope = "environment" | "team" | "pipeline";

/** The quotas of one environment, team or pipeline. */
export interface ScopedQuotas {
  readonly scope: QuotaScope;
  readonly environment: Slug;
  /** Of the environment, team or pipeline. */
  readonly name: string;
  readonly quotas: Quotas;
}

export const noQuotas: Quotas = {
  concurrentRuns: null,
  queuedRuns: null,
  runsPerMinute: null,
  runsPerDay: null,
  costPerDay: null,
};

/** The admission of a run that nothing limits. */
export const unlimited: Admission = { account: "", quotas: [], concurrency: null };

/** The quotas that a run of a pipeline is under, the widest first; those without any limit are left out. */
export function quotasOf(environment: Environment, account: string, slug: Slug): readonly ScopedQuotas[] {
  const scoped = (scope: QuotaScope, name: string, quotas: Quotas | null | undefined) =>
    hasLimit(quotas) ? [{ scope, environment: environment.slug, name, quotas }] : [];
  return [
    ...scoped("environment", environment.slug, environment.quotas),
    ...scoped("team", account, environment.teams[account]?.quotas),
    ...scoped("pipeline", slug, environment.pipelines[slug]?.quotas),
  ];
}

/** Every scope of an environment that has a limit: the environment, its teams, its pipelines. */
export function allQuotasOf(environment: Environment): readonly ScopedQuotas[] {
  const { slug, quotas, teams, pipelines } = environment;
  const all: readonly Omit<ScopedQuotas, "environment">[] = [
    { scope: "environment", name: slug, quotas },
    ...Object.entries(teams).map(([name, team]) => ({ scope: "team" as const, name, quotas: team.quotas })),
    ...Object.entries(pipelines).map(([name, override]) => {
      return { scope: "pipeline" as const, name, quotas: override.quotas ?? noQuotas };
    }),
  ];
  return all.flatMap((one) => (hasLimit(one.quotas) ? [{ ...one, environment: slug }] : []));
}

function hasLimit(quotas: Quotas | null | undefined): quotas is Quotas {
  return quotas !== null && quotas !== undefined && Object.values(quotas).some((limit) => limit !== null);
}

/** Where runs are counted: one text per environment, team and pipeline. */
export function scopeKey({ scope, environment, name }: Omit<ScopedQuotas, "quotas">): string {
  return scope === "environment" ? environment : `${environment}/${scope}/${name}`;
}

/** A scope as a sentence names it: `team support`, or the environment alone. */
export function describeScope({ scope, name }: Pick<ScopedQuotas, "scope" | "name">): string {
  return scope === "environment" ? name : `${scope} ${name}`;
}
