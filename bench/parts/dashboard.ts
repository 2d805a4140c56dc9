import type { BrowserContext, Page } from "playwright-core";

import { serveBaselinePage } from "../baselines/plain-page.ts";
import type { Figure } from "../measuring/print-table.ts";
import {
  longTasksSoFar,
  scrollThrough,
  type Smoothness,
  timeToAnswer,
  timeToSee,
  untilSeen,
} from "../measuring/smoothness.ts";
import { percentile } from "../measuring/stopwatch.ts";
import { graph, text } from "../product/large-shop.ts";

export interface DashboardSubject {
  readonly context: BrowserContext;
  readonly token: string;
  readonly pipelines: number;
  /** The run with many attempts. */
  readonly run: string;
}

const repetitions = 7;

/** What people wait for on the dashboard of a large shop, beside pages of plain HTML that ask for the same. */
export async function measureDashboard(subject: DashboardSubject): Promise<Figure[]> {
  const { context, token, run } = subject;
  const page = await context.newPage();
  const baseline = await serveBaselinePage(context);
  const figures: Figure[] = [];
  const [row, waterfall] = ['[role=row] a[href*="/pipelines/"]', '[aria-label="Steps over time"]'];
  const matrix = "/api/v1/pipelines?limit=50";

  const logins = await repeat(async () => {
    await context.clearCookies();
    return logIn(page, token, row);
  });
  const bareLogins = await repeat(async () => {
    await context.clearCookies();
    return baseline.logIn(page, token, matrix);
  });
  figures.push(
    ...times("from the click on Log in to the first row of the matrix", 1_000, logins, bareLogins),
  );

  await page.goto("/");
  await untilSeen(page, row);
  const filters = await repeat((at) => filter(page, String(at + 11), subject.pipelines));
  const bareFilters = await repeat((at) => baseline.filter(page, `${matrix}&search=number%20${at + 11}`));
  figures.push(...times("from the last key of a filter to its answer", 100, filters, bareFilters));

  await page.goto("/");
  await untilSeen(page, row);
  const scrolled = await scrollThrough(page, '[role=region][aria-label="Pipelines by environment"]', {
    frames: 240,
  });
  figures.push(...smoothness("scrolling through the matrix", scrolled, await baseline.scroll(page, 2_000)));

  const places = [
    [
      "the graph of 500 steps",
      `/environments/staging/pipelines/${graph}`,
      ".react-flow__node",
      `/api/v1/environments/staging/pipelines/${graph}`,
    ],
    ["the run of 5000 attempts", `/runs/${run}`, `${waterfall} [role=row]`, `/api/v1/runs/${run}/waterfall`],
    [
      "the difference of 10 000 lines",
      `/environments/staging/pipelines/${text}?tab=diff&show=text&against=env%3Aproduction`,
      ".text-diff tr",
      `/api/v1/compare/pipelines/${text}?from=env:production&to=env:staging`,
    ],
  ] as const;
  for (const [what, path, selector, asked] of places) {
    const tasks: number[] = [];
    const opened = await repeat(async () => {
      const ms = await timeToSee(page, path, selector);
      tasks.push((await longTasksSoFar(page)).longestTaskMs);
      return ms;
    });
    const bare = await repeat(() => baseline.open(page, asked));
    figures.push(...times(`opening ${what}`, 1_000, opened, bare));
    figures.push({
      what: `opening ${what}, longest task`,
      value: percentile(tasks, 0.5),
      unit: "ms",
      aim: null,
      baseline: null,
    });
  }

  await timeToSee(page, `/runs/${run}`, `${waterfall} [role=row]`);
  await timeToAnswer(page, { event: "click", selector: "[role=rowheader] button", text: "Item 0" }, () =>
    page.getByRole("button", { name: "Open each" }).click(),
  );
  const bareScroll = await baseline.scroll(page, 5_000);
  await page.goto(`/runs/${run}`);
  await page.getByRole("button", { name: "Open each" }).click();
  await page.getByRole("button", { name: "Item 0", exact: true }).waitFor();
  figures.push(
    ...smoothness(
      "scrolling through the attempts",
      await scrollThrough(page, waterfall, { step: 600, frames: 240 }),
      bareScroll,
    ),
  );
  await timeToSee(page, places[2][1], ".text-diff tr");
  figures.push(
    ...smoothness(
      "scrolling through the difference",
      await scrollThrough(page, ".text-diff", { step: 600, frames: 240 }),
      bareScroll,
    ),
  );
  const next = await repeat((at) =>
    timeToAnswer(page, { event: "click", selector: "[aria-live]", text: `Change ${at + 1} of` }, () =>
      page.getByRole("button", { name: "Next change" }).click(),
    ),
  );
  figures.push(...times("from a press of Next change to it", 100, next, null));
  return figures;
}

async function logIn(page: Page, token: string, selector: string): Promise<number> {
  await page.goto("/login");
  await page.getByLabel("Token").fill(token);
  await page.evaluate(() => {
    const note = () => {
      document.documentElement.dataset["actedAt"] = String(performance.now());
    };
    document.addEventListener("click", note, { capture: true, once: true });
  });
  await page.getByRole("button", { name: "Log in" }).click();
  const seen = await untilSeen(page, selector);
  return seen - Number(await page.evaluate(() => document.documentElement.dataset["actedAt"]));
}

async function filter(page: Page, number: string, pipelines: number): Promise<number> {
  const numbers = Array.from({ length: pipelines }, (_, at) => String(at));
  const fitting = (begin: string) =>
    numbers.filter((one) => one.startsWith(begin)).length.toLocaleString("en");
  const field = page.getByRole("searchbox", { name: "Filter by name" });
  await field.fill(`number ${number}`.slice(0, -1));
  const before = fitting(number.slice(0, -1));
  await page.waitForFunction(
    (text) =>
      [...document.querySelectorAll("[role=status]")].some(({ textContent }) => textContent.trim() === text),
    `${before} pipelines`,
  );
  return timeToAnswer(
    page,
    { event: "input", selector: "[role=status]", text: `${fitting(number)} pipelines` },
    () => field.fill(`number ${number}`),
  );
}

async function repeat(measure: (at: number) => Promise<number>): Promise<number[]> {
  const taken: number[] = [];
  for (let at = 0; at < repetitions; at += 1) taken.push(await measure(at));
  return taken;
}

function times(
  what: string,
  aim: number,
  taken: readonly number[],
  bare: readonly number[] | null,
): Figure[] {
  return (
    [
      ["p50", 0.5],
      ["longest", 1],
    ] as const
  ).map(([name, share]) => ({
    what: `${what}, ${name}`,
    value: percentile(taken, share),
    unit: "ms",
    aim,
    baseline: bare === null ? null : percentile(bare, share),
  }));
}

function smoothness(what: string, product: Smoothness, bare: Smoothness): Figure[] {
  return [
    {
      what: `${what}, longest frame`,
      value: product.longestFrameMs,
      unit: "ms",
      aim: 100,
      baseline: bare.longestFrameMs,
    },
    {
      what: `${what}, tasks above 50 ms`,
      value: product.longTasks,
      unit: "",
      aim: 0,
      baseline: null,
    },
  ];
}
