import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import type { ManifestQuery } from "../../diff/manifest-detail.tsx";

const preview = api.previews[":revision"];

/** What merging would change. */
export type MergePreview = InferResponseType<typeof preview.$get>["preview"];
export type EnvironmentPreview = MergePreview["environments"][number];
export type DownstreamPreview = MergePreview["downstream"][number];

export interface PreviewQuestion {
  readonly revision: string;
  readonly base?: string | undefined;
  readonly pullRequest?: string | undefined;
}

/** The first part is no topic of events: what one reads does not change under one's eyes. */
const topic = "previews";

const asked = ({ base, pullRequest }: PreviewQuestion) => ({
  ...(base === undefined ? {} : { base }),
  ...(pullRequest === undefined ? {} : { pullRequest }),
});

const named = ({ revision }: PreviewQuestion) => ({ revision });

const keyOf = (question: PreviewQuestion) => [topic, named(question).revision, asked(question)] as const;

/** As it was looked at; it is looked at again only when somebody asks. */
export function previewQuery(question: PreviewQuestion) {
  return queryOptions({
    queryKey: [...keyOf(question), "whole"],
    queryFn: async () => {
      const answer = await read(preview.$get({ param: named(question), query: asked(question) }));
      return answer.preview;
    },
    staleTime: Infinity,
  });
}

/** Git has no events until somebody looks at it. */
const lookEveryMs = 60_000;

/** Whether the base or an environment is no longer what was looked at. Renewed with what happens to environments. */
export function movedQuery(question: PreviewQuestion, pin: string) {
  return queryOptions({
    queryKey: ["environments", "moved", ...keyOf(question), pin],
    queryFn: async () => {
      const query = { ...asked(question), since: pin };
      return (await read(preview.$get({ param: named(question), query }))).preview.base.moved;
    },
    refetchInterval: lookEveryMs,
    placeholderData: keepPreviousData,
  });
}

/** Changes behind the first ones. */
export function changesQuery(question: PreviewQuestion, environment: string, first: string | null) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(question), "changes", environment, first],
    queryFn: ({ pageParam }) =>
      read(
        preview[":env"].changes.$get({
          param: { ...named(question), env: environment },
          query: { ...asked(question), limit: "100", ...(pageParam === null ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: first,
    getNextPageParam: ({ next }) => next,
    enabled: false,
    staleTime: Infinity,
  });
}

/** Both sides of one changed pipeline. */
export function pipelineQuery(question: PreviewQuestion, environment: string, slug: string): ManifestQuery {
  return {
    queryKey: [...keyOf(question), "pipeline", environment, slug],
    queryFn: () =>
      read(
        preview[":env"].pipelines[":slug"].$get({
          param: { ...named(question), env: environment, slug },
          query: asked(question),
        }),
      ),
  };
}
