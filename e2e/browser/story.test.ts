import { createTestDatabase } from "@lockstep/testkit";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";

import { type Installation, startInstallation } from "../harness/installation.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { editDatabase } from "./harness/edit-database.ts";
import { followLink, printedLink } from "./harness/log-in.ts";
import { prepareShop } from "./harness/shop-repository.ts";

const databases = {
  sqlite: () => Promise.resolve(null),
  postgres: async () => (await createTestDatabase(inject("postgresUrl"))).url,
} as const;

describeInBrowser("the dashboard, from the first start to the audit", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  describe.each(["sqlite", "postgres"] as const)("on %s", (dialect) => {
    let url: string | null;
    let shop: Installation;
    let dashboard: Dashboard;
    let page: Page;
    let released: string;
    let merged: string;

    beforeAll(async () => {
      url = await databases[dialect]();
      shop = await startInstallation(prepareShop, url === null ? {} : { DATABASE_URL: url });
      [released = "", merged = ""] = await Promise.all(
        ["main", "develop"].map((branch) => shop.repository.revisionOf(branch)),
      );
      dashboard = await openDashboard(browser, shop.process().url);
      ({ page } = dashboard);
    });
    afterAll(async () => {
      await dashboard.close();
      await shop.stop();
    });
    afterEach(async ({ task }) => {
      await dashboard.picture(`story-${dialect}-${task.name.replaceAll(/\W+/g, "-").slice(0, 60)}`);
      dashboard.expectNoComplaints();
    });

    const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
    const cellOf = (slug: string, column: number): Locator =>
      page
        .getByRole("row", { name: new RegExp(`^${slug} `) })
        .getByRole("cell")
        .nth(column);
    const follow = (name: string) =>
      page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
    /** Answers the dialog that asks why. */
    async function giveReason(action: string, reason: string): Promise<void> {
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: /^Reason/ }).fill(reason);
      await dialog.getByRole("button", { name: action }).click();
      await dialog.waitFor({ state: "detached" });
    }

    test("the link of the first start logs in, once", async () => {
      const link = await printedLink(shop);
      await followLink(dashboard, link);
      await heading("Pipelines").waitFor();
      expect(page.url()).not.toContain("lsl_");

      const other = await openDashboard(browser, shop.process().url, { expected: [/status of 401/] });
      await other.page.goto(link);
      await other.page.getByRole("heading", { name: "Log in to Lockstep" }).waitFor();
      await other.page
        .getByText(/lockstep dashboard/)
        .first()
        .waitFor();
      await other.close();
    });

    test("staging is seen ahead of production", async () => {
      await shop.untilApplied("staging", merged);
      await shop.untilApplied("production", released);
      await cellOf("order-intake", 0).getByText("1 ahead of production").waitFor();
      await cellOf("order-intake", 0).getByText("1.1.0").waitFor();
      await cellOf("order-intake", 1).getByText("1.0.0").waitFor();
      await cellOf("returns-desk", 1).getByText("not there").waitFor();
    });

    test("a preview says what merging changes, and what it waits for", async () => {
      await dashboard.open(`/environments/production/preview?revision=${merged}`);
      await page
        .getByText("Merging this waits for approval in production, then changes 2 pipelines there.")
        .waitFor();
      await page.getByText("step rush added").waitFor();
      await page.getByText("production asks for 1 approval; none counts yet.").waitFor();
    });

    test("a merged change waits, is approved, and is seen to apply without a reload", async () => {
      await dashboard.open("/");
      await shop.repository.setBranch("main", merged);
      await page.getByRole("columnheader", { name: /^production Waiting/ }).waitFor();
      await page
        .getByRole("columnheader", { name: /^production/ })
        .getByRole("link")
        .click();
      await heading("Production").waitFor();
      await page.getByRole("link", { name: "Send large orders to key accounts sooner" }).first().click();
      await heading("Send large orders to key accounts sooner").waitFor();
      await page.evaluate(() => Object.assign(window, { isSamePage: true }));
      await page.getByRole("button", { name: "Approve" }).click();
      await giveReason("Approve", "Staging did well all day.");

      const progress = page.getByRole("list", { name: "Progress" });
      await progress
        .getByRole("listitem")
        .filter({ hasText: "Applied" })
        .filter({ hasText: "done" })
        .waitFor();
      await follow("Pipelines");
      await cellOf("order-intake", 1).getByText("1.1.0").waitFor();
      expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
    });

    test("a row that was edited by SQL is seen as drift, with its difference, and is reverted", async () => {
      await editDatabase(
        { dataDirectory: shop.dataDirectory, url },
        "UPDATE environment_pipelines SET team = 'sales' WHERE environment = 'production' AND slug = 'hello'",
      );
      await shop.call("POST", "/environments/production/reconcile", {});
      await page.getByRole("columnheader", { name: /^production Drifted/ }).waitFor();
      await follow("Drift");
      await heading("Drift").waitFor();
      await page.getByText("the row was edited: team is sales").click();
      const difference = page.getByRole("table", { name: "What differs, three ways" });
      await difference.getByRole("row", { name: /^team/ }).getByText("sales").waitFor();
      await page.getByRole("button", { name: "Revert" }).click();
      await giveReason("Revert", "Nobody agreed on that.");
      await page.getByText("No drift").waitFor();
    });

    test("production is rolled back with a reason, and the hold is seen", async () => {
      await dashboard.open("/");
      await page
        .getByRole("columnheader", { name: /^production/ })
        .getByRole("link")
        .click();
      await page.getByRole("link", { name: "Roll back" }).click();
      await heading("Roll back production").waitFor();
      await page.getByRole("button", { name: /^Roll back 2 pipelines/ }).click();
      await giveReason("Roll back", "Key accounts complain.");
      await page.getByText("production went back").waitFor();
      await dashboard.open("/environments/production");
      await page.getByText("Key accounts complain.").first().waitFor();
      await page.getByText("Held").first().waitFor();
      await dashboard.open("/");
      await cellOf("order-intake", 1).getByText("1.0.0").waitFor();
    });

    test("the hold is lifted, and what git says is in force again", async () => {
      await dashboard.open("/environments/production");
      await page.getByRole("button", { name: "Resume" }).first().click();
      await giveReason("Resume", "It was right after all.");
      await dashboard.open("/");
      await page.getByRole("columnheader", { name: /^production (In sync|Waiting)/ }).waitFor();
    });
  });
});
