import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import type { PipelineSearch } from "./pipeline-search.ts";

const there = api.environments[":env"].pipelines[":slug"];

/** A pipeline in an environment. */
export interface Place {
  readonly env: string;
  readonly slug: string;
}

/** What is in force, with its definition. */
export function pipelineQuery({ env, slug }: Place) {
  return queryOptions({
    queryKey: ["pipelines", "applied", env, slug],
    queryFn: async () => {
      const { pipeline } = await read(there.$get({ param: { env, slug }, query: {} }));
      return pipeline;
    },
    placeholderData: keepPreviousData,
  });
}

export type AppliedPipeline = InferResponseType<typeof there.$get>["pipeline"];

/** Sync and health in every environment. */
export function standingQuery(slug: string) {
  return queryOptions({
    queryKey: ["pipelines", "standing", slug],
    queryFn: () => read(api.pipelines[":slug"].$get({ param: { slug } })),
  });
}

export type Standing = InferResponseType<(typeof api.pipelines)[":slug"]["$get"]>;

/** Runs of it there, newest first. */
export function runsOfPipelineQuery({ env, slug }: Place, state: PipelineSearch["state"]) {
  return infiniteQueryOptions({
    queryKey: ["runs", "of-pipeline", env, slug, state],
    queryFn: ({ pageParam }) =>
      read(
        api.runs.$get({
          query: {
            environment: env,
            pipeline: slug,
            limit: "100",
            ...(state === undefined ? {} : { state: [...state] }),
            ...(pageParam === null ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** Its triggers in force, with the next instants of schedules. */
export function triggersQuery({ env, slug }: Place) {
  return queryOptions({
    queryKey: ["pipelines", "triggers", env, slug],
    queryFn: () => read(there.triggers.$get({ param: { env, slug }, query: { limit: "100" } })),
  });
}

export type ShownTrigger = InferResponseType<typeof there.triggers.$get>["items"][number];

/** What its triggers did lately. */
export function firingsQuery({ env, slug }: Place) {
  return queryOptions({
    queryKey: ["pipelines", "firings", env, slug],
    queryFn: () =>
      read(api.environments[":env"].firings.$get({ param: { env }, query: { pipeline: slug, limit: "10" } })),
  });
}

/** Deploys that changed it there, newest first. */
export function historyQuery({ env, slug }: Place) {
  return infiniteQueryOptions({
    queryKey: ["deploys", "of-pipeline", env, slug],
    queryFn: ({ pageParam }) =>
      read(
        there.history.$get({
          param: { env, slug },
          query: { limit: "50", ...(pageParam === null ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export type HistoryEntry = InferResponseType<typeof there.history.$get>["items"][number];

/** Every version of it that was ever applied, newest first. */
export function versionsQuery(slug: string) {
  return queryOptions({
    queryKey: ["pipelines", "versions", slug],
    queryFn: () => read(api.versions[":slug"].$get({ param: { slug }, query: { limit: "100" } })),
  });
}

/** Both sides of it in two things that hold pipelines. */
export function comparedQuery(slug: string, from: string, to: string) {
  return {
    queryKey: ["environments", "compare", { from, to }, slug],
    queryFn: () => read(api.compare.pipelines[":slug"].$get({ param: { slug }, query: { from, to } })),
  };
}
