import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { type Installation, startInstallation } from "../harness/installation.ts";
import { expectAccessible } from "./harness/accessibility.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { logIn } from "./harness/log-in.ts";
import { findOffScreen } from "./harness/off-screen.ts";
import { prepareShop } from "./harness/shop-repository.ts";

describeInBrowser("however one looks at it", () => {
  let shop: Installation;
  let browser: Browser;
  let develop: string;
  let waiting: string;
  const people: Dashboard[] = [];
  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchChromium(), startInstallation(prepareShop)]);
    develop = await shop.repository.revisionOf("develop");
    await shop.untilApplied("staging", develop);
    await shop.untilApplied("production", await shop.repository.revisionOf("main"));
    await shop.repository.setBranch("main", develop);
    await shop.untilEnvironment("production", "waits", ({ state }) => state === "waiting");
    waiting = (await shop.call("GET", "/deploys?environment=production&limit=1")).body.items[0].id;
    await shop.run("staging", "hello");
  });
  afterEach(() => {
    for (const person of people) person.expectNoComplaints();
  });
  afterAll(async () => {
    await browser.close();
    await shop.stop();
  });

  async function come(viewer: Parameters<typeof openDashboard>[2]): Promise<Dashboard> {
    const person = await openDashboard(browser, shop.process().url, viewer);
    await logIn(person, shop);
    people.push(person);
    return person;
  }
  const addressOf = (path: string) => path.replace("WAITING", waiting).replace("DEVELOP", develop);
  async function open(person: Dashboard, path: string): Promise<void> {
    await person.open(addressOf(path));
    await person.page.getByRole("heading", { level: 1 }).first().waitFor();
    await person.page
      .getByRole("status", { name: /^Loading/ })
      .first()
      .waitFor({ state: "detached" });
  }

  const hello = "/environments/staging/pipelines/hello";

  /** What lies over or unfolds in screens, with what opens it and what it is called. */
  const overlays = [
    ["palette", "/", (page: Page) => page.getByRole("button", { name: /^Find anything/ }).click(), "dialog"],
    ["keys", "/", (page: Page) => page.keyboard.press("?"), "dialog"],
    ["account menu", "/", (page: Page) => page.getByRole("button", { name: "admin" }).click(), "menu"],
    [
      "hold",
      "/environments/production",
      (page: Page) => page.getByRole("button", { name: "Hold" }).click(),
      "dialog",
    ],
    [
      "approve",
      "/deploys/WAITING",
      (page: Page) => page.getByRole("button", { name: "Approve" }).first().click(),
      "dialog",
    ],
    [
      "reject",
      "/deploys/WAITING",
      (page: Page) => page.getByRole("button", { name: "Reject" }).first().click(),
      "dialog",
    ],
    [
      "run form",
      hello,
      (page: Page) => page.getByRole("button", { name: "Run", exact: true }).click(),
      "dialog",
    ],
    [
      "new token",
      "/access",
      (page: Page) => page.getByRole("button", { name: /token/i }).first().click(),
      "dialog",
    ],
    ["rollback", "/environments/staging/rollback", unfold, null],
    ["preview", "/previews/DEVELOP?base=main", unfold, null],
    ["gates", "/deploys/WAITING", unfold, null],
    ["steps table", `${hello}?form=table`, unfold, null],
    ["audit entries", "/audit", unfold, null],
  ] as const;

  /** Opens everything that is folded. */
  async function unfold(page: Page): Promise<void> {
    for (const closed of await page.locator("main [aria-expanded=false]").all()) {
      await closed.click({ timeout: 2_000 }).catch(() => {});
    }
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    await page
      .getByRole("status", { name: /^Loading/ })
      .first()
      .waitFor({ state: "detached" });
  }

  describe.each(["light", "dark"] as const)("in %s", (theme) => {
    let person: Dashboard;
    beforeAll(async () => {
      person = await come({ theme });
    });

    test.each(overlays)(
      "the open %s is accessible, and closing it gives the focus back",
      async (name, path, show, role) => {
        const { page } = person;
        await open(person, path);
        await show(page);
        if (role !== null) await page.getByRole(role).first().waitFor();
        await person.picture(`looks-${name.replaceAll(" ", "-")}-${theme}`);
        await expectAccessible(page, `${name} in ${theme}`);
        if (role === null) return;
        await page.keyboard.press("Escape");
        await page.getByRole(role).first().waitFor({ state: "detached" });
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.tagName))
          .toMatch(name === "keys" ? /BODY|MAIN|BUTTON/ : /BUTTON/);
      },
    );
  });

  const paths = [
    "/",
    "/?view=lanes",
    "/environments/production",
    "/environments/production/rollback",
    "/environments/staging/pipelines/order-intake",
    "/deploys/WAITING",
    "/previews/DEVELOP?base=main",
    "/approvals",
    "/runs",
    "/insights",
    "/audit",
    "/system",
  ];

  describe("at 200 %", () => {
    let person: Dashboard;
    beforeAll(async () => {
      person = await come({ size: { width: 640, height: 400 }, scale: 2 });
    });

    test.each(paths)("%s needs no scrolling sideways, and all its buttons are there", async (path) => {
      const { page } = person;
      await open(person, path);
      await person.picture(`looks-zoom${path.replaceAll(/\W+/g, "-").slice(0, 40)}`);
      expect(await findOffScreen(page)).toEqual([]);
    });

    test("one approves", async () => {
      const { page } = person;
      await open(person, "/approvals");
      await page.getByRole("button", { name: "Approve" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: /^Reason/ }).fill("It is seen well.");
      const yes = dialog.getByRole("button", { name: "Approve" });
      const box = await yes.boundingBox();
      expect(box !== null && box.y + box.height <= 400 && box.x + box.width <= 640).toBe(true);
      await page.keyboard.press("Escape");
    });
  });

  test("nothing moves for who wants no motion", async () => {
    const person = await come({ motion: "reduce" });
    const { page } = person;
    await page.route(/\/api\/v1\/(?!session|events)/, () => {});
    for (const path of ["/", "/runs", "/audit"]) {
      await person.open(path);
      await page
        .getByRole("status", { name: /^Loading/ })
        .first()
        .waitFor();
      const moving = await page.evaluate(
        () =>
          document.getAnimations().filter((animation) => {
            const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
            return Number(duration) > 1 || iterations === Infinity;
          }).length,
      );
      expect(moving).toBe(0);
    }
  });

  test("states are told apart without colours of ours", async () => {
    const person = await come({ forcedColors: "active" });
    const { page } = person;
    for (const path of ["/", "/deploys/WAITING"]) {
      await open(person, path);
      await person.picture(`looks-forced${path === "/" ? "" : "-deploy"}`);
      const badges = await page
        .locator("main svg")
        .evaluateAll(
          (drawings) => drawings.filter((drawing) => drawing.getBoundingClientRect().width > 0).length,
        );
      expect(badges).toBeGreaterThan(0);
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(
        () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
      );
      expect(outline).not.toBe("none");
    }
  });

  test("the focus is seen wherever Tab goes, never trapped, and goes to the content of what was opened", async () => {
    const person = await come({});
    const { page } = person;
    for (const path of ["/", "/environments/production", "/runs", "/audit", "/deploys/WAITING"]) {
      await open(person, path);
      const seen = new Set<string>();
      for (let stop = 0; stop < 60; stop += 1) {
        await page.keyboard.press("Tab");
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === null || element === document.body) return null;
          const { outlineStyle, boxShadow } = getComputedStyle(element);
          return {
            html: element.outerHTML.slice(0, 160),
            isSeen: outlineStyle !== "none" || boxShadow !== "none",
          };
        });
        if (focused === null) break;
        if (!focused.isSeen) throw new Error(`the focus is not seen on ${focused.html}`);
        seen.add(focused.html);
      }
      expect(seen.size).toBeGreaterThan(15);
    }
    await open(person, "/");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("content");
  });
});
