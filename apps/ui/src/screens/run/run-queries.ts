import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import { type AttemptName, type LogLevel, logLevels } from "./run-search.ts";

const one = api.runs[":id"];

export type RunDetails = InferResponseType<typeof one.$get>["run"];
export type WaterfallAnswer = InferResponseType<(typeof one)["waterfall"]["$get"], 200>;
export type Attempt = InferResponseType<(typeof one)["steps"]["$get"], 200>["items"][number];
export type LogLine = InferResponseType<(typeof one)["logs"]["$get"], 200>["items"][number];

/** What is under way is looked at again that often: events of the stream tell of runs, not of their steps. */
const followMs = 1_500;

const finals: readonly string[] = ["completed", "failed", "cancelled"];

/** Whether a run has ended. */
export function isEnded({ status }: Pick<RunDetails, "status">): boolean {
  return finals.includes(status);
}

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["runs", "one", id],
    queryFn: async () => (await read(one.$get({ param: { id } }))).run,
    // That a queued run begins is told by no event.
    refetchInterval: ({ state: { data } }) => (data !== undefined && isEnded(data) ? false : followMs),
  });

/** The journal of a run has a topic of its own: events of other runs do not make it old. */
export const waterfallQuery = ({ id, status }: RunDetails) =>
  queryOptions({
    queryKey: ["journal", id, "waterfall", finals.includes(status)],
    queryFn: () => read(one.waterfall.$get({ param: { id } })),
    refetchInterval: finals.includes(status) ? false : followMs,
    placeholderData: (before: WaterfallAnswer | undefined) => before,
  });

/** One attempt, without an output that is too large for a list. */
export const attemptQuery = (run: RunDetails, { step, item, attempt }: AttemptName) =>
  queryOptions({
    queryKey: ["journal", run.id, "attempt", step, item, attempt, isEnded(run)],
    queryFn: async () => {
      const query = {
        step,
        attempt: String(attempt),
        limit: "100",
        ...(item < 0 ? {} : { item: String(item) }),
      };
      const { items } = await read(one.steps.$get({ param: { id: run.id }, query }));
      return items.find((found) => found.item === item) ?? null;
    },
    refetchInterval: isEnded(run) ? false : followMs,
  });

/** The whole output of an attempt, up to 8 MiB. */
export const outputQuery = (run: string, { step, item, attempt }: AttemptName) =>
  queryOptions({
    queryKey: ["journal", run, "output", step, item, attempt],
    queryFn: async () => {
      const query = { attempt: String(attempt), ...(item < 0 ? {} : { item: String(item) }) };
      const found = await read(one.steps[":step"].$get({ param: { id: run, step }, query }));
      return found.attempt.output;
    },
    staleTime: Infinity,
  });

export interface LogFilter {
  readonly step?: string | undefined;
  readonly level?: LogLevel | undefined;
}

/** What steps wrote and what happened to them, oldest first. */
export const logsQuery = (run: RunDetails, { step, level }: LogFilter) =>
  infiniteQueryOptions({
    queryKey: ["journal", run.id, "logs", step, level, isEnded(run)],
    queryFn: ({ pageParam }) =>
      read(
        one.logs.$get({
          param: { id: run.id },
          query: {
            limit: "100",
            ...(step === undefined ? {} : { step }),
            ...(level === undefined ? {} : { level: logLevels.slice(logLevels.indexOf(level)) }),
            ...(pageParam === null ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: isEnded(run) ? false : followMs,
  });

/** What a run asks people. */
export const runApprovalsQuery = (id: string) =>
  queryOptions({
    queryKey: ["approvals", "run", id],
    queryFn: async () => (await read(api.approvals.$get({ query: { run: id, limit: "100" } }))).items,
  });
