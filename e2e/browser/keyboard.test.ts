import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { type Installation, startInstallation } from "../harness/installation.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { pressWithKeys, tabTo, typeWithKeys } from "./harness/keyboard.ts";
import { prepareShop } from "./harness/shop-repository.ts";

describeInBrowser("with the keyboard alone", () => {
  let browser: Browser;
  let shop: Installation;
  let dashboard: Dashboard;
  let page: Page;
  let merged: string;

  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchChromium(), startInstallation(prepareShop)]);
    const [main = "", develop = ""] = await Promise.all(
      ["main", "develop"].map((branch) => shop.repository.revisionOf(branch)),
    );
    merged = develop;
    await Promise.all([shop.untilApplied("staging", develop), shop.untilApplied("production", main)]);
    await shop.repository.setBranch("main", merged);
    await shop.untilEnvironment("production", "waits", ({ state }) => state === "waiting");
    dashboard = await openDashboard(browser, shop.process().url, { expected: [/\/api\/v1\/session\)$/] });
    ({ page } = dashboard);
  });
  afterAll(async () => {
    await dashboard.close();
    await browser.close();
    await shop.stop();
  });
  afterEach(() => dashboard.expectNoComplaints());

  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
  /** Goes where `g` and a letter lead. */
  async function go(letter: string, title: string): Promise<void> {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await heading(title).waitFor();
  }
  /** The dialog has the focus by itself; its first field asks why. */
  async function giveReason(action: string, reason: string): Promise<void> {
    const dialog = page.getByRole("dialog");
    await typeWithKeys(page, dialog.getByRole("textbox", { name: /^Reason/ }), reason);
    await pressWithKeys(page, dialog.getByRole("button", { name: action }));
    await dialog.waitFor({ state: "detached" });
  }

  test("one logs in with a token", async () => {
    await dashboard.open("/");
    await heading("Log in to Lockstep").waitFor();
    const token = readFileSync(join(shop.dataDirectory, "admin-token"), "utf8").trim();
    await typeWithKeys(page, page.getByLabel("Token"), token);
    await page.keyboard.press("Enter");
    await heading("Pipelines").waitFor();
  });

  test("one approves a waiting deploy", async () => {
    await go("a", "Approvals");
    const plan = page.getByRole("article").filter({ hasText: "Send large orders to key accounts sooner" });
    await pressWithKeys(page, plan.getByRole("button", { name: "Approve" }));
    await giveReason("Approve", "Staging did well.");
    await shop.untilApplied("production", merged);
  });

  test("one finds a pipeline and runs it", async () => {
    await go("h", "Pipelines");
    await page.keyboard.press("/");
    await page.keyboard.type("hello");
    await page.getByText("1 pipeline", { exact: true }).waitFor();
    await pressWithKeys(
      page,
      page
        .getByRole("row", { name: /^hello / })
        .getByRole("link")
        .nth(2),
    );
    await heading("hello").waitFor();
    await pressWithKeys(page, page.getByRole("button", { name: "Run", exact: true }));
    const form = page.getByRole("dialog");
    await typeWithKeys(page, form.getByRole("textbox", { name: /^name/ }), "Ada");
    await pressWithKeys(page, form.getByRole("button", { name: /^Run/ }));
    await page.getByText("Completed").first().waitFor();
    expect((await shop.call("GET", "/runs?pipeline=hello")).body.items).toHaveLength(1);
  });

  test("one rolls back", async () => {
    await pressWithKeys(
      page,
      page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /production$/ }),
    );
    await heading("Production").waitFor();
    await pressWithKeys(page, page.getByRole("link", { name: "Roll back", exact: true }));
    await heading("Roll back production").waitFor();
    await pressWithKeys(page, page.getByRole("button", { name: /^Roll back 2 pipelines/ }));
    await giveReason("Roll back", "Key accounts complain.");
    await page.getByText("production went back").waitFor();
    await shop.untilEnvironment("production", "is held", ({ state }) => state === "held");
  });

  test("one closes a dialog and is back where one was, and ? lists the keys", async () => {
    await go("h", "Pipelines");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const find = page.getByRole("button", { name: /^Find anything/ });
    await tabTo(page, find);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => find.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
