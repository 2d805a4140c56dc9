import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { environment } from "../harness/example-manifests.ts";
import { type Installation, startInstallation } from "../harness/installation.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { collectHarm } from "./harness/harm.ts";
import { logIn } from "./harness/log-in.ts";

describeInBrowser("the way in", () => {
  let org: Installation;
  let browser: Browser;
  let dashboard: Dashboard;
  let harm: ReturnType<typeof collectHarm>;
  beforeAll(async () => {
    const prepare = async (repository: Installation["repository"]) => {
      await repository.commit({ branch: "main", files: environment("production", "main") });
    };
    [browser, org] = await Promise.all([launchChromium(), startInstallation(prepare)]);
  });
  afterAll(async () => {
    await browser.close();
    await org.stop();
  });
  beforeEach(async () => {
    const { url } = org.process();
    dashboard = await openDashboard(browser, url, { expected: [/status of 40[0134]/] });
    harm = collectHarm(dashboard.context, url);
  });
  afterEach(async () => {
    expect(harm.take()).toEqual([]);
    dashboard.expectNoComplaints();
    await dashboard.close();
  });

  const path = () => {
    const { pathname, search } = new URL(dashboard.page.url());
    return pathname + search;
  };
  const secretOfLink = async () => {
    const { body } = await org.call("POST", "/session/links", {});
    return body.secret as string;
  };

  test.each([
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["\\\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/..//evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:window.pwned=1", "/"],
    ["/%2fevil.example", "/"],
    ["/drift?env=production", "/drift?env=production"],
    ["/environments/production", "/environments/production"],
  ])("leads with next=%j to %s", async (next, expected) => {
    const { page } = dashboard;
    await page.goto(`/login?next=${encodeURIComponent(next)}#${await secretOfLink()}`);
    await page.getByRole("banner").waitFor();
    expect(new URL(page.url()).origin).toBe(org.process().url);
    await expect.poll(path).toBe(expected);
    expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  });

  test("leaves its secret in no address, history, storage or request", async () => {
    const { page, context } = dashboard;
    const secret = await secretOfLink();
    const sent: string[] = [];
    context.on("request", (request) => {
      sent.push(`${request.url()} ${request.headers()["referer"] ?? ""}`);
    });
    await page.goto(`/login#${secret}`);
    await page.getByRole("banner").waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Pipelines" }).waitFor();
    const kept = await page.evaluate(() =>
      JSON.stringify([
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        history.state,
        location.href,
        document.cookie,
      ]),
    );
    expect(kept).not.toContain(secret);
    expect(sent.filter((one) => one.includes(secret))).toEqual([]);
    expect(org.process().output()).not.toContain(secret);
    const session = await context.newCDPSession(page);
    const { entries } = await session.send("Page.getNavigationHistory");
    expect(entries.map(({ url }) => url).filter((url) => url.includes(secret))).toEqual([]);
  });

  test("is shut behind who logs out: nothing of the org is on the page or a step back", async () => {
    const { page } = dashboard;
    await logIn(dashboard, org);
    await page.getByRole("button", { name: "admin" }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await page.getByRole("heading", { name: "Log in to Lockstep" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Log in to Lockstep" }).waitFor();
    expect(await page.getByText("production").count()).toBe(0);
    expect(
      await page.evaluate(() =>
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
      ),
    ).not.toContain("production");
    expect(await dashboard.context.cookies()).toEqual([]);
  });

  test.each([
    "/environments/production%2Fholds%23",
    "/environments/..%2Ftokens%3F",
    "/environments/production/pipelines/..%2F..%2F..%2Ftokens%23",
    "/runs/..%5C..%5Ctokens",
    "/deploys/..%2Ftokens%23",
    "/promotions/..%2F..%2Ftokens%23/production",
  ])("makes %s ask no other route than that of its screen", async (address) => {
    const { page, context } = dashboard;
    await logIn(dashboard, org);
    const asked: string[] = [];
    context.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(address);
    await page.getByRole("alert").first().waitFor();
    expect(asked.filter((one) => /\/(tokens|holds)$/.test(one))).toEqual([]);
    expect(asked.filter((one) => /%2F|%5C/i.test(one))).not.toEqual([]);
  });

  test("gives scripts no cookie, and frames nothing", async () => {
    const { page, context } = dashboard;
    await logIn(dashboard, org);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
    expect(await page.evaluate(() => document.cookie)).toBe("");
    const { headers } = await fetch(org.process().url, { headers: { Accept: "text/html" } });
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});
