import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Installation, startInstallation } from "../harness/installation.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { logIn, logInWithToken } from "./harness/log-in.ts";
import { prepareShop } from "./harness/shop-repository.ts";

const unknownId = "01a21afa-d840-74d6-a2b4-de4170167f7f";

/** What a screen fetches for itself; the session and the stream go on. */
const fetched = /\/api\/v1\/(?!session|events)/;

describeInBrowser("every screen", () => {
  let shop: Installation;
  let browser: Browser;
  let dashboard: Dashboard;
  let context: BrowserContext;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchChromium(), startInstallation(prepareShop)]);
    const develop = await shop.repository.revisionOf("develop");
    await shop.untilApplied("production", await shop.repository.revisionOf("main"));
    const { applied } = await shop.untilApplied("staging", develop);
    const { id } = await shop.run("staging", "hello");
    ids.set("DEPLOY", applied.deploy).set("RUN", id).set("COMMIT", develop);
    dashboard = await openDashboard(browser, shop.process().url);
    ({ context } = dashboard);
    await logIn(dashboard, shop);
  });
  afterAll(async () => {
    await browser.close();
    await shop.stop();
  });

  const addressOf = (path: string) => path.replaceAll(/[A-Z]{3,}/g, (name) => ids.get(name) ?? name);
  const loading = (page: Page) => page.getByRole("status", { name: /^Loading/ }).first();

  const screens = [
    "/",
    "/?view=lanes",
    "/environments/production",
    "/environments/staging/pipelines/order-intake",
    "/environments/staging/pipelines/order-intake?tab=runs",
    "/environments/staging/pipelines/order-intake?tab=history",
    "/environments/staging/pipelines/order-intake?tab=triggers",
    "/previews/COMMIT?base=main",
    "/compare?from=staging&to=production",
    "/promotions",
    "/promotions/staging/production",
    "/deploys/DEPLOY",
    "/drift",
    "/environments/production/rollback",
    "/runs",
    "/runs/RUN",
    "/approvals",
    "/insights",
    "/audit",
    "/system",
    "/access",
    "/commits/COMMIT",
  ];

  async function says(page: Page, words: RegExp): Promise<void> {
    await expect.poll(() => page.getByRole("main").innerText(), { timeout: 15_000 }).toMatch(words);
  }

  /** Opens a page whose data only comes when the test lets it. */
  async function openWith(path: string, answer: (route: Route) => unknown): Promise<Page> {
    const page = await context.newPage();
    await page.route(fetched, async (route) => void (await answer(route)));
    await page.goto(addressOf(path));
    return page;
  }

  describe.concurrent("while it loads", () => {
    test.each(screens)("%s shows that, and does not jump", async (path) => {
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const page = await openWith(path, (route) => released.then(() => route.continue()));
      await loading(page).waitFor();
      const heading = page.getByRole("heading", { level: 1 });
      const places = async (isHeadingThere: boolean) => ({
        main: (await page.getByRole("main").boundingBox())?.y,
        heading: isHeadingThere ? (await heading.boundingBox())?.y : undefined,
      });
      const isHeadingThere = await heading.isVisible();
      const before = await places(isHeadingThere);
      release();
      await loading(page).waitFor({ state: "detached" });
      await heading.waitFor();
      const after = await places(isHeadingThere);
      await page.close();
      expect(after.main).toBe(before.main);
      // Badges beside a title may make its line a little higher.
      if (isHeadingThere) expect(Math.abs((after.heading ?? 0) - (before.heading ?? 0))).toBeLessThan(12);
    });
  });

  const refusal = {
    status: 500,
    contentType: "application/problem+json",
    headers: { "x-request-id": "request-of-this-test" },
    body: JSON.stringify({
      title: "Internal error",
      status: 500,
      detail: "The database is out of reach.",
      code: "FAULT",
    }),
  };

  describe.concurrent("when something fails", () => {
    test.each(screens)("%s says what, and tries again", async (path) => {
      const state = { isBroken: true };
      const page = await openWith(path, (route) =>
        state.isBroken ? route.fulfill(refusal) : route.continue(),
      );
      const alert = page.getByRole("alert").first();
      await alert.getByText("The database is out of reach.").waitFor();
      await alert.getByText("request-of-this-test").waitFor();
      await recover(page, state);
    });

    test.each(screens)("%s says that the server is away, and comes back", async (path) => {
      const state = { isBroken: true };
      const page = await openWith(path, (route) => (state.isBroken ? route.abort() : route.continue()));
      await page.getByRole("alert").first().getByText("The server cannot be reached").waitFor();
      await recover(page, state);
    });

    /** Presses every "Try again" until all is there. */
    async function recover(page: Page, state: { isBroken: boolean }): Promise<void> {
      state.isBroken = false;
      const again = page.getByRole("button", { name: "Try again" }).first();
      const missing = async () => {
        if (await again.isVisible())
          await again.dispatchEvent("click", {}, { timeout: 1_000 }).catch(() => {});
        return (await page.getByRole("alert").count()) + (await loading(page).count());
      };
      // Pressed again at once it would begin again at once.
      await expect.poll(missing, { timeout: 30_000, interval: 1_500 }).toBe(0);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.close();
    }

    // A preview is what was looked at: nothing of it is fetched again by itself.
    const renewed = screens.filter((path) => !path.startsWith("/previews/"));
    test.each(renewed)("%s keeps what it has, and says since when", async (path) => {
      const state = { isBroken: false };
      const page = await openWith(path, (route) =>
        state.isBroken ? route.fulfill(refusal) : route.continue(),
      );
      await page.getByRole("heading", { level: 1 }).waitFor();
      await loading(page).waitFor({ state: "detached" });
      // What is still on its way would be refused before there is anything to keep.
      await page.waitForLoadState("networkidle");
      const text = await page.getByRole("heading", { level: 1 }).innerText();
      state.isBroken = true;
      // Whoever comes back to the network later fetches anew what is old by then.
      await page.evaluate(() => {
        const { now } = Date;
        Date.now = () => now() + 120_000;
        window.dispatchEvent(new Event("offline"));
        window.dispatchEvent(new Event("online"));
      });
      await page
        .getByText(/It could not be fetched again/)
        .first()
        .waitFor();
      const now = await page.getByRole("heading", { level: 1 }).innerText();
      await page.close();
      if (now !== text) throw new Error(`${path} showed ${text} and shows ${now}`);
    });
  });

  describe("for who may not", () => {
    const tokens: Readonly<Record<string, object>> = {
      watcher: { role: "viewer" },
      stager: { role: "admin", environments: ["staging"] },
      mara: { role: "deployer" },
    };
    const people = new Map<string, Dashboard>();
    beforeAll(async () => {
      for (const [name, rights] of Object.entries(tokens)) {
        const { body } = await shop.call("POST", "/tokens", { name, ...rights });
        const person = await openDashboard(browser, shop.process().url, {
          expected: [/status of (403|404)/],
        });
        await logInWithToken(person, body.secret);
        people.set(name, person);
      }
    });

    test.each([
      ["watcher", "/environments/production", /.*/, ["Hold", "Retire", "Look now", "Break the glass"]],
      [
        "watcher",
        "/environments/production/rollback",
        /There is nothing to go back to|role deployer/,
        [/^Roll back/],
      ],
      ["watcher", "/deploys/DEPLOY", /.*/, ["Approve", "Reject"]],
      ["watcher", "/drift", /.*/, ["Revert", "Adopt", "Acknowledge"]],
      ["watcher", "/runs/RUN", /.*/, ["Retry", "Erase", "Cancel"]],
      ["watcher", "/access", /You may not see this/, ["New token", "Revoke"]],
      ["watcher", "/promotions/staging/production", /.*/, [/^Promote/]],
      ["watcher", "/system", /.*/, ["Retry"]],
      ["stager", "/", /staging/, []],
      ["stager", "/environments/production", /You may not see this/, ["Hold"]],
      ["stager", "/environments/production/rollback", /You may not see this/, [/^Roll back/]],
      ["stager", "/environments/production/pipelines/hello", /You may not see this/, ["Run"]],
      ["stager", "/promotions/staging/production", /You may not see this/, [/^Promote/]],
      ["stager", "/compare?from=staging&to=production", /You may not see this|No branch is called/, []],
      ["mara", "/environments/staging/pipelines/order-intake", /order-intake/, []],
      ["mara", "/access", /You may not see this/, ["New token"]],
    ] as const)("%s sees of %s only what is theirs", async (name, path, words, hidden) => {
      const person = people.get(name);
      if (person === undefined) throw new Error(`${name} is not logged in`);
      const { page } = person;
      await person.open(addressOf(path));
      await says(page, words);
      await loading(page).waitFor({ state: "detached" });
      await person.picture(`states-${name}${path.replaceAll(/\W+/g, "-")}`);
      for (const action of hidden) {
        await page
          .getByRole("main")
          .getByRole("button", { name: action, disabled: false })
          .first()
          .waitFor({ state: "detached" });
      }
      person.expectNoComplaints();
    });
  });

  describe("of what is not there", () => {
    test.each([
      ["/environments/nowhere", /There is no such thing/],
      ["/environments/nowhere/rollback", /There is no such thing/],
      ["/environments/staging/pipelines/nothing-here", /There is no such thing|never/],
      [`/deploys/${unknownId}`, /There is no such thing/],
      ["/deploys/%3Cscript%3E", /There is no such thing|not right/],
      [`/runs/${unknownId}`, /There is no such thing/],
      [`/commits/${"0".repeat(40)}`, /There is no such thing|No environment/],
      ["/commits/zzz", /There is no such thing|commit/],
      ["/promotions/staging/nowhere", /There is no such thing/],
      ["/previews/nothing-here", /There is no such thing/],
      ["/compare?from=nowhere&to=production", /There is no such thing|There is no/],
      ["/no-such-page", /no such page/i],
    ] as const)("%s says so", async (path, words) => {
      const page = await context.newPage();
      await page.goto(path);
      await says(page, words);
      await page.getByRole("navigation", { name: "Main" }).waitFor();
      await page.close();
    });

    test("an erased run says that it was", async () => {
      const { id } = await shop.run("staging", "hello");
      const { status } = await shop.call("POST", `/runs/${id}/erase`, { reason: "Somebody asked for it." });
      const page = await context.newPage();
      await page.goto(`/runs/${id}`);
      await page
        .getByText(/erased/i)
        .first()
        .waitFor();
      await page.close();
      if (status > 202) throw new Error(`erasing answered ${status}`);
    });
  });
});
