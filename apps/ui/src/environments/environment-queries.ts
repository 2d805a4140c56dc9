import type { Environment as Policy } from "@lockstep/model";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, onlyOnce, read } from "../api/api.ts";

const one = api.environments[":env"];

/** An environment as it is now: what git wants, what is in force, what was found. */
export type Environment = Extract<
  InferResponseType<typeof one.$get>["environment"],
  { readonly state: string }
>;
export type Hold = Environment["heldBy"][number];
export type Quarantined = Environment["quarantine"][number];
export type Windows = NonNullable<Environment["windows"]>;

const lookAgainMs = 2_000;

/** One environment; read again and again while it moves by itself. */
export function environmentQuery(env: string) {
  return queryOptions({
    queryKey: ["environments", env],
    queryFn: () => read(one.$get({ param: { env }, query: {} })),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && "state" in data.environment && isMoving(data.environment) ? lookAgainMs : false,
  });
}

function isMoving({ state }: Environment): boolean {
  return state === "pending" || state === "applying";
}

/** The environment of an answer about now. */
export function currentOf({ environment }: InferResponseType<typeof one.$get>): Environment | null {
  return "state" in environment ? environment : null;
}

/** The policy in force, as the server keeps it; `null` before the first apply. */
export function policyOf({ policy }: Pick<Environment, "policy">): Policy | null {
  return (policy ?? null) as Policy | null;
}

/** How often deploys were applied in the last 30 days, and how many went wrong. */
export function statisticsQuery(env: string) {
  return queryOptions({
    queryKey: ["deploys", "statistics", env],
    queryFn: async () => (await read(one.statistics.$get({ param: { env }, query: {} }))).statistics,
    staleTime: 60_000,
  });
}

/** What broken glass left behind in an environment and nobody has settled. */
export function debtsQuery(env: string) {
  return queryOptions({
    queryKey: ["environments", env, "debts"],
    queryFn: async () => (await read(api.debts.$get({ query: { environment: env, limit: "100" } }))).items,
  });
}

/** Pipelines in force, by slug. */
export function pipelinesQuery(env: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ["pipelines", "applied", env, search],
    queryFn: ({ pageParam }) =>
      read(
        one.pipelines.$get({
          param: { env },
          query: {
            limit: "50",
            ...(search === "" ? {} : { search }),
            ...(pageParam === "" ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** All holds that there ever were, newest first. */
export function holdsQuery(env: string) {
  return infiniteQueryOptions({
    queryKey: ["environments", env, "holds"],
    queryFn: ({ pageParam }) =>
      read(
        one.holds.$get({
          param: { env },
          query: { limit: "20", ...(pageParam === "" ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** Keeps an environment as it is until a person resumes it. */
export function holdEnvironment(env: string, reason: string) {
  return read(one.hold.$post({ param: { env }, json: { reason } }, onlyOnce()));
}

export interface ResumeRequest {
  readonly env: string;
  readonly reason: string;
  /** Only these; all in force when absent. */
  readonly holds?: readonly string[];
}

/** Lifts holds, with the quarantine that they keep. */
export function resumeEnvironment({ env, reason, holds }: ResumeRequest) {
  const json = { reason, ...(holds === undefined ? {} : { holds: [...holds] }) };
  return read(one.resume.$post({ param: { env }, json }, onlyOnce()));
}

/** Asks the controller to look; `wait` is how long to stay for the outcome. */
export function lookNow(env: string, wait: "0s" | "30s") {
  return read(one.reconcile.$post({ param: { env }, query: { wait } }, onlyOnce()));
}

/** Applies the plan that waits past its windows and approvals, once. */
export function breakGlass(env: string, planHash: string, reason: string) {
  const json = { planHash, ...(reason === "" ? {} : { reason }) };
  return read(one["break-glass"].$post({ param: { env }, json }, onlyOnce()));
}

/** Takes an environment out of service whose manifest is gone. */
export function retireEnvironment(env: string, reason: string) {
  return read(one.retire.$post({ param: { env }, json: { reason } }, onlyOnce()));
}
