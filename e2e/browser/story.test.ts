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

    test("a pipeline is run from its form, which refuses what does not fit", async () => {
      await dashboard.open("/environments/production/pipelines/returns-desk");
      await page.getByRole("button", { name: "Run", exact: true }).click();
      const form = page.getByRole("dialog");
      await form.getByText("0.1.0").first().waitFor();
      await form.getByRole("textbox", { name: /orderId/ }).fill("O-7");
      await form.getByLabel(/^value/).fill("-1");
      await form.getByRole("button", { name: /^Run/ }).click();
      await form.getByText("At least 0.").waitFor();
      await form.getByLabel(/^value/).fill("35");
      await form.getByRole("button", { name: /^Run/ }).click();
      await heading(/returns-desk/).waitFor();
      await page.getByText("Completed").first().waitFor();
      await page.getByText("refund").first().waitFor();
    });

    test("a run asks a person, and goes on with the answer", async () => {
      const { body } = await shop.call("POST", "/tokens", { name: "till", role: "runner" });
      const { body: started } = await shop.call(
        "POST",
        "/environments/production/pipelines/refund-approval/run",
        { input: { orderId: "O-7", amount: 480, reason: "arrived broken" } },
        { authorization: `Bearer ${body.secret}` },
      );
      await follow("Approvals");
      const question = page.getByRole("article").filter({ hasText: "Pay 480 EUR back for order O-7?" });
      await question.getByRole("textbox", { name: /^Note for the customer/ }).fill("Sorry for that.");
      await question.getByRole("combobox", { name: "Pay it back" }).selectOption("Yes");
      await question.getByRole("button", { name: "Answer" }).click();
      await question.waitFor({ state: "detached" });
      await dashboard.open(`/runs/${started.run.id}`);
      await page.getByText("Completed").first().waitFor();
    });

    test("a row that was edited by SQL is seen as drift, with its difference, and is reverted", async () => {
      await editDatabase(
        { dataDirectory: shop.dataDirectory, url },
        "UPDATE environment_pipelines SET team = 'sales' WHERE environment = 'production' AND slug = 'hello'",
      );
      await shop.call("POST", "/environments/production/reconcile", {});
      await follow("Pipelines");
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

    test("the hold is lifted, and what git says comes back once it is approved again", async () => {
      await dashboard.open("/environments/production");
      await page.getByRole("button", { name: "Resume" }).first().click();
      await giveReason("Resume", "It was right after all.");
      await follow("Approvals");
      const plan = page.getByRole("article").filter({ hasText: "Send large orders to key accounts sooner" });
      await plan.getByRole("button", { name: "Approve" }).click();
      await giveReason("Approve", "Said so by key accounts.");
      await plan.waitFor({ state: "detached" });
      await follow("Pipelines");
      await page.getByRole("columnheader", { name: /^production In sync/ }).waitFor();
      await cellOf("order-intake", 1).getByText("1.1.0").waitFor();
    });

    test("who deployed what and why is found in the ledger", async () => {
      await follow("Audit");
      await page.getByText("Chain intact").waitFor();
      await page.getByRole("combobox", { name: "Kind" }).selectOption("Approval");
      await page.getByRole("group").filter({ hasText: "Staging did well all day." }).click();
      await page.getByRole("link", { name: /^[0-9a-f-]{36}$/ }).click();
      await heading("Send large orders to key accounts sooner").waitFor();
      const origin = page.getByRole("region", { name: "Where it comes from" });
      await origin.getByText("Priya Nair").waitFor();
      await page.getByRole("region", { name: "Approvals" }).getByText("Staging did well all day.").waitFor();
    });

    test("an earlier instant shows what ran then", async () => {
      const { body } = await shop.call("GET", "/audit?environment=production&kind=applied");
      const first = Date.parse(body.items.at(-1).at);
      await follow("Audit");
      await page.getByRole("textbox", { name: "Instant" }).fill(toBerlin(Math.ceil(first / 1_000) * 1_000));
      const then = page.getByRole("table", { name: "What ran in production" });
      await then.getByRole("row", { name: /^order-intake 1\.0\.0/ }).waitFor();
      expect(await then.getByRole("row", { name: /^returns-desk/ }).count()).toBe(0);
      expect(new URL(page.url()).searchParams.get("at")).not.toBeNull();
    });
  });
});

/** An instant as `datetime-local` takes it in the browser's time zone. */
function toBerlin(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString("sv-SE", { timeZone: "Europe/Berlin" }).replace(" ", "T");
}
