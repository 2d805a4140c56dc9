import { type Static, Type } from "typebox";

import type { Insights } from "../insights/load-insights.ts";
import { successShareOf, percentilesOf } from "../insights/run-tally.ts";
import { id, list, nullable, oneOf, revision, slug, timestamp, version } from "./fields.ts";
import { firstLine } from "./first-line.ts";
import { actorView } from "./run-view.ts";

/** How many changed pipelines of a deploy are named. */
const mostNamed = 5;

const count = Type.Integer({ minimum: 0 });
const share = nullable(Type.Number({ minimum: 0, maximum: 1, description: "From 0 to 1." }));
const milliseconds = nullable(
  Type.Integer({
    description: "Milliseconds from the first start to the end, exact, of those that completed or failed.",
  }),
);
const outcomes = { completed: count, failed: count, cancelled: count };
const percentiles = { p50Ms: milliseconds, p95Ms: milliseconds };

const bucketView = Type.Object({
  at: Type.String({ description: "Its beginning; its end is the beginning of the next." }),
  ...outcomes,
  ...percentiles,
});

const sideView = Type.Object({
  runs: Type.Integer({ description: "Those that completed or failed." }),
  failureShare: share,
  ...percentiles,
});

const comparisonView = Type.Object(
  {
    windowMs: Type.Integer({
      description: "Length of each window: up to a day, and up to the next deploy of the same.",
    }),
    before: sideView,
    after: sideView,
    caution: nullable(Type.String({ description: "Why little can be concluded from it." })),
  },
  { description: "Runs of what it changed, in two windows of one length on both sides of it." },
);

const markerView = Type.Object({
  deploy: id,
  environment: slug,
  at: timestamp,
  intent: oneOf(["merge", "rollback", "retire"]),
  revision,
  message: Type.String({ description: "First line of the commit message, at most 200 characters." }),
  author: Type.String(),
  actor: actorView,
  changes: Type.Integer({ description: "How many pipelines it changed." }),
  changed: list(
    Type.Object({
      slug,
      version: nullable(version),
    }),
  ),
  comparison: nullable(comparisonView),
});

/** How runs did over time, with the deploys in between. */
export const insightsView = Type.Object(
  {
    since: Type.String({
      description: "Everything from it on is counted; later than asked for where there was too much.",
    }),
    until: timestamp,
    isCut: Type.Boolean({ description: "Whether `since` is later than asked for." }),
    bucketMs: Type.Integer(),
    buckets: list(bucketView),
    totals: Type.Object({ runs: count, ...outcomes, successShare: share, ...percentiles }),
    deploys: list(markerView),
    hasMoreDeploys: Type.Boolean({ description: "Whether older ones were left out." }),
  },
  { $id: "Insights" },
);

export function presentInsights(
  { totals, deploys, ...insights }: Insights,
  asked: { readonly since: string; readonly until: string },
): Static<typeof insightsView> {
  const { completed, failed, cancelled } = totals;
  return {
    ...insights,
    until: asked.until,
    isCut: insights.since > asked.since,
    totals: {
      runs: completed + failed + cancelled,
      completed,
      failed,
      cancelled,
      successShare: successShareOf(totals),
      ...percentilesOf(totals),
    },
    deploys: deploys.map(presentMarker),
  };
}

function presentMarker({ marker, comparison }: Insights["deploys"][number]): Static<typeof markerView> {
  const { commit, changed, sequence: _sequence, ...rest } = marker;
  return {
    ...rest,
    revision: commit.revision,
    message: firstLine(commit.message),
    author: commit.author.name.slice(0, 200),
    changed: changed.slice(0, mostNamed),
    comparison,
  };
}
