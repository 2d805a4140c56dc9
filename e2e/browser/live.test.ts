import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { type Installation, startInstallation } from "../harness/installation.ts";
import { eventually } from "../harness/lockstep-process.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { layLine, type Line } from "./harness/line.ts";
import { followLink, logIn } from "./harness/log-in.ts";
import { prepareShop } from "./harness/shop-repository.ts";
import { letWorkerSleep } from "./harness/sleep.ts";

/** Without a line there are no answers, and the browser says so. */
const outage = [/net::ERR_/, /Failed to load resource/];

describeInBrowser("a dashboard that stays open", () => {
  let browser: Browser;
  let shop: Installation;
  let line: Line;
  let dashboard: Dashboard;
  let page: Page;

  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchChromium(), startInstallation(prepareShop)]);
    await shop.untilApplied("production", await shop.repository.revisionOf("main"));
  });
  afterAll(async () => {
    await browser.close();
    await shop.stop();
  });

  beforeEach(async () => {
    line = await layLine(shop.process().url);
    dashboard = await openDashboard(browser, line.url, { expected: outage });
    ({ page } = dashboard);
    await logIn(dashboard, shop);
    await dashboard.open("/environments/production");
    await status("Live").waitFor();
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  });
  afterEach(async () => {
    await resume();
    dashboard.expectNoComplaints();
    await dashboard.close();
    await line.close();
  });

  const status = (text: string | RegExp, of: Page = page) => of.getByRole("banner").getByText(text);
  const reasonOn = (of: Page, reason: string) => of.getByRole("main").getByText(reason).first();
  const streamsSoFar = () =>
    line.requests().filter((request) => request.startsWith("GET /api/v1/events")).length;
  const isSamePage = () => page.evaluate(() => "isSamePage" in window);

  /** Something that everybody who looks at the environment is to see; no event of it is still to come. */
  async function hold(reason: string): Promise<void> {
    const answer = await shop.call("POST", "/environments/production/hold", { reason });
    expect(answer).toMatchObject({ status: 201 });
    await shop.untilEnvironment("production", "says it is held", ({ because }) => because.includes(reason));
  }
  async function resume(): Promise<void> {
    await shop.call("POST", "/environments/production/resume", { reason: "The test is over." });
  }

  test("says when the connection is lost and since when it is stale, and shows afterwards what it missed", async () => {
    line.cut();
    await status("Reconnecting").waitFor();
    await hold("Decided while nobody could see it.");
    await status(/^Stale since \d+ s ago$/).waitFor();
    await dashboard.picture("live-stale");
    line.mend();
    await status("Live").waitFor();
    await reasonOn(page, "Decided while nobody could see it.").waitFor();
    expect(await isSamePage()).toBe(true);
  });

  test("misses nothing of a second outage either", async () => {
    await hold("The first.");
    await reasonOn(page, "The first.").waitFor();
    await resume();
    line.cut();
    await status("Reconnecting").waitFor();
    await hold("The second.");
    line.mend();
    await reasonOn(page, "The second.").waitFor();
    expect(await isSamePage()).toBe(true);
  });

  test("waits for its own code, too, when the line goes while a page still loads", async () => {
    await page.goto("about:blank");
    await page.goto(`${line.url}/environments/staging`, { waitUntil: "commit" });
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    line.cut();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Insights" }).click();
    await status(/^(Reconnecting|Stale since)/).waitFor();
    line.mend();
    await page.getByRole("heading", { name: "Insights", level: 1 }).waitFor();
    await status("Live").waitFor();
  });

  test("misses nothing of what happens while it is opened", async () => {
    await page.goto("about:blank");
    await eventually("the stream is closed", async () => line.openStreams() === 0);
    line.holdStreams();
    await dashboard.open("/environments/production");
    await page.getByRole("heading", { level: 1, name: "Production" }).waitFor();
    await hold("Decided between the answer and the stream.");
    line.mend();
    await reasonOn(page, "Decided between the answer and the stream.").waitFor();
  });

  test("goes on, logged in, after the server was killed and started again", async () => {
    await shop.process().kill();
    await status("Reconnecting").waitFor();
    await shop.restart();
    await status("Live").waitFor();
    await hold("Decided after the start.");
    await reasonOn(page, "Decided after the start.").waitFor();
    expect(await isSamePage()).toBe(true);
  });

  test("connects anew when the machine wakes up and its connection is a dead one", async () => {
    line.silenceStreams();
    await hold("Decided while it slept.");
    const before = streamsSoFar();
    await letWorkerSleep(browser, "lockstep-events");
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await reasonOn(page, "Decided while it slept.").waitFor();
    await status("Live").waitFor();
    expect(streamsSoFar()).toBeGreaterThan(before);
    await eventually("the dead stream is gone", async () => line.openStreams() === 1);
    expect(await isSamePage()).toBe(true);
  });

  test.each(["token", "session"])(
    "asks for nothing more once its %s is over, and leads to the login",
    async (what) => {
      const { body: made } = await shop.call("POST", "/tokens", { name: `ada-${what}`, role: "viewer" });
      const asAda = { authorization: `Bearer ${made.secret}` };
      const { body: link } = await shop.call("POST", "/session/links", {}, asAda);
      await dashboard.context.clearCookies();
      await page.clock.install();
      await followLink(dashboard, new URL(link.url).pathname + new URL(link.url).hash);
      await dashboard.open("/runs?state=failed");
      await status("Live").waitFor();

      const { pathname, search } = new URL(page.url());
      const end =
        what === "token"
          ? shop.call("DELETE", `/tokens/${made.token.id}`)
          : dashboard.context.request.delete(`${line.url}/api/v1/session`, {
              headers: { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json" },
              data: {},
            });
      await end;
      await page.getByRole("heading", { name: "Log in to Lockstep" }).waitFor();
      expect(new URL(page.url()).searchParams.get("next")).toBe(pathname + search);
      await eventually("the stream is closed", async () => line.openStreams() === 0);
      const asked = line.requests().length;
      await hold("Nobody who is logged out hears of it.");
      await page.evaluate(() => {
        window.dispatchEvent(new Event("online"));
        document.dispatchEvent(new Event("visibilitychange"));
      });
      await page.clock.fastForward("01:00:00");
      // Comes behind whatever the page has asked for.
      await page.evaluate(() => fetch("/healthz"));
      expect(line.requests().slice(asked)).toEqual(["GET /healthz"]);
    },
  );

  test("twenty tabs follow one stream, which outlives the tab that opened it", async () => {
    const before = streamsSoFar();
    const others: Page[] = [];
    for (let tab = 2; tab <= 20; tab += 1) {
      const other = await dashboard.context.newPage();
      await other.goto("/environments/production");
      others.push(other);
    }
    await Promise.all(others.map((other) => status("Live", other).waitFor()));
    expect(line.openStreams()).toBe(1);
    await hold("Seen by twenty.");
    await Promise.all([page, ...others].map((each) => reasonOn(each, "Seen by twenty.").waitFor()));

    await page.close();
    await resume();
    await hold("Seen by nineteen.");
    await Promise.all(others.map((each) => reasonOn(each, "Seen by nineteen.").waitFor()));
    expect(line.openStreams()).toBe(1);
    expect(streamsSoFar()).toBe(before);

    await Promise.all(others.map((other) => other.close()));
    await eventually("the stream is closed with the last tab", async () => line.openStreams() === 0);
  });
});
