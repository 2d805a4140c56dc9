import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard, phone } from "./harness/dashboard.ts";
import { collectHarm, findHarm } from "./harness/harm.ts";
import { type HostileOrg, startHostileOrg } from "./harness/hostile-org.ts";
import { longSlug } from "./harness/hostile-repository.ts";
import { logIn } from "./harness/log-in.ts";

describeInBrowser("what hostile people write", () => {
  let org: HostileOrg;
  let browser: Browser;
  beforeAll(async () => {
    [browser, org] = await Promise.all([launchChromium(), startHostileOrg()]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await org.acme.stop();
  });

  const hostile = "/environments/staging/pipelines/hostile";
  const screens: readonly (readonly [string, (org: HostileOrg) => string])[] = [
    ["matrix", () => "/"],
    ["lanes", () => "/?view=lanes"],
    ["environment", () => "/environments/staging"],
    ["waiting environment", () => "/environments/production"],
    ["held environment", () => `/environments/${longSlug}`],
    ["pipeline", () => hostile],
    ["pipeline's step", () => `${hostile}?step=say`],
    ["pipeline's steps", () => `${hostile}?form=table`],
    ["text of a change", () => "/compare?from=staging&to=production&pipeline=hostile&show=text"],
    ["graph of a change", () => "/compare?from=staging&to=production&pipeline=hostile&show=graph"],
    ["run form", () => `${hostile}?start=yes`],
    ["pipeline's runs", () => `${hostile}?tab=runs`],
    ["pipeline's diff", () => `${hostile}?tab=diff`],
    ["pipeline's history", () => `${hostile}?tab=history`],
    ["pipeline's triggers", () => `${hostile}?tab=triggers`],
    ["pipeline's API", () => `${hostile}?tab=api`],
    ["preview", ({ head }) => `/environments/staging/preview?revision=${head}`],
    ["preview of a pull request", ({ head }) => `/previews/${head}`],
    ["compare", () => "/compare?from=staging&to=production"],
    ["compare with a pull request", ({ pullRequest }) => `/compare?from=staging&to=%23${pullRequest}`],
    ["promotions", () => "/promotions"],
    ["promotion", () => "/promotions/staging/production"],
    ["waiting deploy", ({ waiting }) => `/deploys/${waiting}`],
    ["applied deploy", ({ applied }) => `/deploys/${applied}`],
    ["refused deploy", ({ refused }) => `/deploys/${refused}`],
    ["drift", () => "/drift"],
    ["rollback", () => "/environments/staging/rollback"],
    ["runs", () => "/runs"],
    ["completed run", ({ completed }) => `/runs/${completed}`],
    ["failed run", ({ failed }) => `/runs/${failed}`],
    ["step of a failed run", ({ failed }) => `/runs/${failed}?attempt=check.-1.1`],
    ["waiting run", ({ asking }) => `/runs/${asking}`],
    ["approvals", () => "/approvals"],
    ["insights", () => "/insights"],
    ["audit", () => "/audit"],
    ["system", () => "/system"],
    ["queues", () => "/system?tab=queues"],
    ["deliveries", () => "/system?tab=deliveries"],
    ["outbox", () => "/system?tab=outbox"],
    ["access", () => "/access"],
    ["commit", ({ commit }) => `/commits/${commit}`],
  ];

  // One after the other in turn, unless everything is wanted.
  const isWhole = process.env.BROWSER_SIZES === "all";

  describe.each([
    ["a screen", { width: 1_280, height: 800 }, 0],
    ["a phone", phone, 1],
  ] as const)("on %s", (look, size, turn) => {
    let dashboard: Dashboard;
    let harm: ReturnType<typeof collectHarm>;
    beforeAll(async () => {
      const { url } = org.acme.process;
      dashboard = await openDashboard(browser, url, { size });
      await logIn(dashboard, org.acme);
      harm = collectHarm(dashboard.context, url);
    });
    afterAll(() => dashboard.close());

    const tried = screens.filter((_, index) => isWhole || index % 2 === turn);
    test.each(tried)("is text in %s", async (name, pathOf) => {
      const { page } = dashboard;
      await dashboard.open(pathOf(org));
      await page.getByRole("heading", { level: 1, includeHidden: true }).first().waitFor();
      await page
        .getByRole("status", { name: /^Loading/ })
        .first()
        .waitFor({ state: "detached" });
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await dashboard.picture(`hostile-${name.replaceAll(/\W+/g, "-")}-${look.replace("a ", "")}`);
      expect([...(await findHarm(page)), ...harm.take()]).toEqual([]);
      for (const button of (await page.getByRole("button", { name: /^Show all/ }).all()).slice(0, 5)) {
        await button.click({ force: true, timeout: 2_000 }).catch(() => {});
      }
      const after = await findHarm(page);
      expect([...after.filter((sentence) => !sentence.startsWith("is not cut")), ...harm.take()]).toEqual([]);
      dashboard.expectNoComplaints();
    });
  });
});
