import { manifestPath, manifestText, type RepositorySize } from "../generate-repository.ts";
import { watchAnsweringTimes } from "../measuring/answering-times.ts";
import type { Figure } from "../measuring/print-table.ts";
import { median, percentile, timed } from "../measuring/stopwatch.ts";
import { type GitHubOrg, startGitHubOrg } from "../product/github-org.ts";

/** `validate`, the plan of the one environment, and `tests`. */
const checks = 3;

/** Milliseconds between pushes: more of them than people make would wait for their turn. */
const pauseMs = 4_000;

/** A pull request that changes so many of the pipelines of a repository, pushed to so many times. */
export interface ChecksLoad {
  readonly pipelines: number;
  readonly changed: number;
  readonly pushes: number;
  /** Milliseconds that p95 should not exceed. */
  readonly aim: number;
}

interface Measured {
  readonly total: number;
  /** Without the time in which GitHub was answering. */
  readonly own: number;
  readonly requests: number;
  readonly plan: number;
}

/** From the webhooks of a push until its last check is completed, beside planning the same revision and no more. */
export async function measureChecks(load: ChecksLoad): Promise<readonly Figure[]> {
  const size: RepositorySize = { manifests: load.pipelines, others: 0, commits: 2 };
  const org = await startGitHubOrg(size);
  const measured: Measured[] = [];
  try {
    // The first one reads everything once, here and there.
    const first = await measurePush(org, load, 1_000);
    for (let push = 1; push <= load.pushes; push += 1) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      measured.push(await measurePush(org, load, 1_000 + push));
    }
    return figuresOf(load, first, measured, (await org.readPeakMemory()) ?? Number.NaN);
  } finally {
    await org.stop();
  }
}

/** Seconds between two polls while idling, and at default. */
const [idlePoll, defaultPoll] = [1, 15];
const idleSeconds = 30;

/** REST requests of an hour in which nothing happens, with one open pull request, as if polled at the default. */
export async function measureIdle(): Promise<readonly Figure[]> {
  const size: RepositorySize = { manifests: 300, others: 0, commits: 2 };
  const org = await startGitHubOrg(size, { LOCKSTEP_POLL: `${idlePoll}s` });
  try {
    const head = await org.push({ [manifestPath(0)]: manifestText(0, 1_000) });
    await org.release();
    await org.untilChecked(head, checks);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const before = org.requests();
    await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1_000));
    const after = org.requests();
    const perHour = (count: number) => (count * 3_600 * idlePoll) / idleSeconds / defaultPoll;
    const all = after.all - before.all;
    const counted = all - (after.conditional - before.conditional);
    const figure = { unit: "/h", baseline: null };
    return [
      { ...figure, what: "idle, REST requests", value: perHour(all), aim: null },
      { ...figure, what: "idle, those that GitHub counts", value: perHour(counted), aim: 5_000 },
    ];
  } finally {
    await org.stop();
  }
}

async function measurePush(org: GitHubOrg, load: ChecksLoad, patch: number): Promise<Measured> {
  const indexes = Array.from({ length: load.changed }, (_, index) => index);
  const head = await org.push(
    Object.fromEntries(indexes.map((index) => [manifestPath(index), manifestText(index, patch)])),
  );
  const answering = watchAnsweringTimes();
  const started = performance.now();
  const total = await timed(async () => {
    await org.release();
    await org.untilChecked(head, checks);
  });
  const { milliseconds, requests } = answering.since(started);
  answering.stop();
  return { total, own: total - milliseconds, requests, plan: await timed(() => org.plan(head)) };
}

function figuresOf(
  { pipelines, changed, aim }: ChecksLoad,
  first: Measured,
  measured: readonly Measured[],
  memory: number,
): readonly Figure[] {
  const what = (metric: string) => `${changed} of ${pipelines} pipelines, ${metric}`;
  const values = (name: keyof Measured) => measured.map((one) => one[name]);
  const plan = median(values("plan"));
  const time = { unit: "ms", baseline: plan };
  return [
    { ...time, what: what("p50"), value: median(values("total")), aim: null },
    { ...time, what: what("p95"), value: percentile(values("total"), 0.95), aim },
    { ...time, what: what("without GitHub's answers, p50"), value: median(values("own")), aim: null },
    { ...time, what: what("without GitHub's answers, p95"), value: percentile(values("own"), 0.95), aim },
    { ...time, what: what("the first push"), value: first.total, baseline: first.plan, aim: null },
    {
      what: what("requests, git's included, p50"),
      value: median(values("requests")),
      unit: "",
      aim: null,
      baseline: null,
    },
    { what: what("peak memory"), value: memory, unit: "MiB", aim: null, baseline: null },
  ];
}
