import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { longTasksSoFar, scrollThrough, timeToAnswer, timeToSee } from "../../bench/measuring/smoothness.ts";
import { prepareLargeShop, type ShopSize } from "../../bench/product/large-shop.ts";
import { type Installation, startInstallation } from "../harness/installation.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { logIn } from "./harness/log-in.ts";

/** `npm run bench:dashboard` measures more of them; what is to be drawn is the same. */
const size: ShopSize = { pipelines: 400, steps: 500, lines: 10_000 };
const items = 5_000;

/** What people still call usable, however busy the machine is that tests run on. */
const usableMs = 8_000;
const frameMs = 1_500;

describeInBrowser("a dashboard of large things", () => {
  let browser: Browser;
  let shop: Installation;
  let dashboard: Dashboard;
  let page: Page;
  let run: string;

  beforeAll(async () => {
    let heads = { released: "", ahead: "" };
    [browser, shop] = await Promise.all([
      launchChromium(),
      startInstallation(
        async (repository) => {
          heads = await prepareLargeShop(repository, size);
        },
        { LOCKSTEP_POLL: "1h" },
      ),
    ]);
    await Promise.all([
      shop.untilApplied("staging", heads.ahead),
      shop.untilApplied("production", heads.released),
    ]);
    const { id } = await shop.run("staging", "loop", { items: Array.from({ length: items }, (_, at) => at) });
    run = id;
    dashboard = await openDashboard(browser, shop.process().url);
    ({ page } = dashboard);
    await logIn(dashboard, shop);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await shop.stop();
  });
  afterEach(async ({ task }) => {
    await dashboard.picture(`large-${task.name.replaceAll(/\W+/g, "-").slice(0, 40)}`);
    dashboard.expectNoComplaints();
  });

  test("the matrix draws only what is in sight, scrolls and filters", async () => {
    const firstMs = await timeToSee(page, "/", '[role=row] a[href*="/pipelines/"]');
    const scrolled = await scrollThrough(page, '[role=region][aria-label="Pipelines by environment"]');
    expect(await page.getByRole("row").count()).toBeLessThan(60);
    await page.getByRole("row", { name: /pipeline-00399/ }).waitFor();

    const filter = page.getByRole("searchbox", { name: "Filter by name" });
    await filter.fill("number 3");
    await page.getByText("111 pipelines").waitFor();
    const filteredMs = await timeToAnswer(
      page,
      { event: "input", selector: "[role=status]", text: "11 pipelines" },
      () => filter.fill("number 39"),
    );
    expect(firstMs).toBeLessThan(usableMs);
    expect(filteredMs).toBeLessThan(usableMs);
    expect(scrolled.longestFrameMs).toBeLessThan(frameMs);
  });

  test("a graph of 500 steps can be read as it comes and moved about", async () => {
    const firstMs = await timeToSee(page, "/environments/staging/pipelines/graph", ".react-flow__node");
    const canvas = page.getByRole("application", { name: `Graph of ${size.steps} steps` });
    const place = () => canvas.locator(".react-flow__viewport").getAttribute("style");
    const before = await place();
    const { x, y, width, height } = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + 30, y + height - 40);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + 40, { steps: 30 });
    await page.mouse.up();
    expect(await place()).not.toBe(before);
    expect(await canvas.locator(".react-flow__node").count()).toBeLessThan(size.steps / 2);
    expect(firstMs).toBeLessThan(usableMs);
    expect((await longTasksSoFar(page)).longestTaskMs).toBeLessThan(frameMs);
  });

  test("a run of 5000 attempts opens, unfolds and scrolls", async () => {
    const firstMs = await timeToSee(page, `/runs/${run}`, '[aria-label="Steps over time"] [role=row]');
    const openedMs = await timeToAnswer(
      page,
      { event: "click", selector: "[role=rowheader] button", text: "Item 0" },
      () => page.getByRole("button", { name: "Open each" }).click(),
    );
    const scrolled = await scrollThrough(page, '[aria-label="Steps over time"]', { step: 1_500 });
    await page.getByRole("button", { name: "Item 4999", exact: true }).waitFor();
    expect(await page.getByRole("row").count()).toBeLessThan(80);
    expect(firstMs).toBeLessThan(usableMs);
    expect(openedMs).toBeLessThan(usableMs);
    expect(scrolled.longestFrameMs).toBeLessThan(frameMs);
  });

  test("a difference of 10000 lines opens, scrolls and leads from change to change", async () => {
    const path = "/environments/staging/pipelines/text?tab=diff&show=text&against=env%3Aproduction";
    const firstMs = await timeToSee(page, path, ".text-diff tr");
    const scrolled = await scrollThrough(page, ".text-diff", { step: 2_000 });
    const nextMs = await timeToAnswer(
      page,
      { event: "click", selector: "[aria-live]", text: "Change 1 of" },
      () => page.getByRole("button", { name: "Next change" }).click(),
    );
    expect(firstMs).toBeLessThan(usableMs);
    expect(nextMs).toBeLessThan(usableMs);
    expect(scrolled.longestFrameMs).toBeLessThan(frameMs);
  });
});
