import { fromTimestamp, type OrgStore, type Slug, type Timestamp, toTimestamp } from "@lockstep/model";

import { type BucketWord, bucketWidth } from "./bucket-width.ts";
import { compareAround, type Comparison, reachOf } from "./compare-around.ts";
import { type TimeLine, timeLineOf } from "./time-line.ts";

/** More runs than this are not read; what is older is left out. */
const mostRuns = 250_000;
const mostDeploys = 50;

export interface InsightQuestion {
  readonly environments: readonly Slug[];
  readonly slug: Slug | null;
  readonly since: Timestamp;
  readonly until: Timestamp;
  readonly bucket: BucketWord | undefined;
}

export interface Insights extends TimeLine {
  /** Later than asked for where there was too much. */
  readonly since: Timestamp;
  readonly bucketMs: number;
  /** Newest first. */
  readonly deploys: readonly { readonly marker: Marker; readonly comparison: Comparison | null }[];
  readonly hasMoreDeploys: boolean;
}

type Marker = Awaited<ReturnType<OrgStore["insights"]["listMarkers"]>>[number];

/** How runs did in a span, and around each deploy in it. */
export async function loadInsights(
  { insights }: Pick<OrgStore, "insights">,
  question: InsightQuestion,
): Promise<Insights> {
  const { environments, slug, until } = question;
  const [asked, end] = [fromTimestamp(question.since), fromTimestamp(until)];
  const earliest = toTimestamp(asked - reachOf(end - asked));
  const wide = { environments, slug, since: earliest, until };
  const [ended, markers] = await Promise.all([
    insights.loadEnded(wide, mostRuns),
    insights.listMarkers(wide, 2 * mostDeploys),
  ]);
  const known = fromTimestamp(ended.since);
  const since = Math.max(asked, known);
  const widthMs = bucketWidth(since, end, question.bucket);
  const around = { groups: ended.groups, markers, slug, since: known, until: end };
  const shown = markers.filter(({ at }) => fromTimestamp(at) >= since);
  return {
    ...timeLineOf(ended.groups, { since, until: end, widthMs }),
    since: toTimestamp(since),
    bucketMs: widthMs,
    deploys: shown
      .slice(0, mostDeploys)
      .map((marker) => ({ marker, comparison: compareAround(marker, around) })),
    hasMoreDeploys: shown.length > mostDeploys,
  };
}
