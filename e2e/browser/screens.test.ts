import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Installation, startInstallation } from "../harness/installation.ts";
import { expectAccessible } from "./harness/accessibility.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard, phone } from "./harness/dashboard.ts";
import { logIn } from "./harness/log-in.ts";
import { prepareShop } from "./harness/shop-repository.ts";

describeInBrowser("every screen", () => {
  let shop: Installation;
  let browser: Browser;
  const paths = new Map<string, string>();
  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchChromium(), startInstallation(prepareShop)]);
    const [develop, main] = await Promise.all(
      ["develop", "main"].map((name) => shop.repository.revisionOf(name)),
    );
    const [, { applied }] = await Promise.all([
      shop.untilApplied("staging", develop ?? ""),
      shop.untilApplied("production", main ?? ""),
    ]);
    const { id } = await shop.run("staging", "order-intake", {
      orderId: "O-1",
      lines: [{ sku: "A-1", quantity: 2, price: 19.9 }],
    });
    paths.set("deploy", `/deploys/${applied.deploy}`);
    paths.set("run", `/runs/${id}`);
    paths.set("commit", `/commits/${develop}`);
    paths.set("preview", `/environments/production/preview?revision=${develop}`);
  });
  afterAll(async () => {
    await browser.close();
    await shop.stop();
  });

  const screens = [
    ["matrix", "/"],
    ["lanes", "/?view=lanes"],
    ["environment", "/environments/production"],
    ["pipeline", "/environments/staging/pipelines/order-intake"],
    ["pipeline-runs", "/environments/staging/pipelines/order-intake?tab=runs"],
    ["pipeline-diff", "/environments/staging/pipelines/order-intake?tab=diff"],
    ["pipeline-history", "/environments/staging/pipelines/order-intake?tab=history"],
    ["pipeline-triggers", "/environments/staging/pipelines/incident-digest?tab=triggers"],
    ["pipeline-api", "/environments/staging/pipelines/order-intake?tab=api"],
    ["preview", ""],
    ["compare", "/compare?from=staging&to=production"],
    ["promotions", "/promotions"],
    ["promotion", "/promotions/staging/production"],
    ["deploy", ""],
    ["drift", "/drift"],
    ["rollback", "/environments/production/rollback"],
    ["runs", "/runs"],
    ["run", ""],
    ["approvals", "/approvals"],
    ["insights", "/insights"],
    ["audit", "/audit"],
    ["system", "/system"],
    ["access", "/access"],
    ["commit", ""],
    ["nowhere", "/no-such-page"],
  ] as const;

  describe.each([
    ["light", { theme: "light" }],
    ["dark", { theme: "dark" }],
    ["phone", { theme: "light", size: phone }],
  ] as const)("in %s", (look, viewer) => {
    let dashboard: Dashboard;
    beforeAll(async () => {
      dashboard = await openDashboard(browser, shop.process().url, viewer);
      await logIn(dashboard, shop);
    });
    afterAll(() => dashboard.close());

    test.each(screens)("%s is accessible, complains of nothing and fits", async (name, path) => {
      const { page } = dashboard;
      await dashboard.open(path === "" ? (paths.get(name) ?? "") : path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await expect
        .poll(() => page.getByRole("status", { name: /^Loading/ }).count(), { timeout: 15_000 })
        .toBe(0);
      await dashboard.picture(`${name}-${look}`);
      await expectAccessible(page, `${name} in ${look}`);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
      dashboard.expectNoComplaints();
    });
  });

  test.each(["light", "dark"] as const)("the login is accessible in %s", async (theme) => {
    const dashboard = await openDashboard(browser, shop.process().url, {
      theme,
      expected: [/status of 401/],
    });
    try {
      await dashboard.open("/");
      await dashboard.page.getByRole("heading", { name: "Log in to Lockstep" }).waitFor();
      await dashboard.picture(`login-${theme}`);
      await expectAccessible(dashboard.page, "the login");
      dashboard.expectNoComplaints();
    } finally {
      await dashboard.close();
    }
  });
});
