import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment } from "../harness/example-manifests.ts";
import { type Installation, startInstallation } from "../harness/installation.ts";
import { expectAccessible } from "./harness/accessibility.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { logIn } from "./harness/log-in.ts";

describeInBrowser("an org in which nothing is yet", () => {
  let org: Installation;
  let browser: Browser;
  let dashboard: Dashboard;
  beforeAll(async () => {
    const prepare = async (repository: Installation["repository"]) => {
      await repository.commit({ branch: "main", files: { "README.md": "Nothing yet." } });
    };
    [browser, org] = await Promise.all([launchChromium(), startInstallation(prepare)]);
    dashboard = await openDashboard(browser, org.process().url, { expected: [/readyz/] });
    await logIn(dashboard, org);
  });
  afterAll(async () => {
    await browser.close();
    await org.stop();
  });

  const states = [
    ["/", "lockstep init", "lockstep init"],
    ["/?view=lanes", "lockstep init", "No commit came here yet. Promote or push"],
    ["/promotions", "No environment promotes from another", "No environment promotes from another"],
    ["/drift", "lockstep init", "No drift"],
    ["/runs", "Nothing has run yet", "lockstep run"],
    ["/approvals", "Nothing waits for people", "Nothing waits for people"],
    ["/insights", "Nothing", "It changed no pipeline."],
    ["/audit", "entr", "entr"],
    ["/system", "lockstep init", "production"],
    ["/access", "admin", "production"],
    ["/compare", "Choose two sides", "Choose two sides"],
  ] as const;

  async function expectState(path: string, says: string): Promise<void> {
    const { page } = dashboard;
    await dashboard.open(path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page
      .getByRole("status", { name: /^Loading/ })
      .first()
      .waitFor({ state: "detached" });
    await dashboard.picture(`empty${path.replaceAll(/\W+/g, "-")}`);
    expect.soft(await page.getByRole("main").innerText()).toContain(says);
    expect.soft(await page.getByRole("alert").count()).toBe(0);
    await expectAccessible(page, `${path} of an empty org`);
    dashboard.expectNoComplaints();
  }

  test.each(states)("%s says what to do first", (path, says) => expectState(path, says));

  describe("and an environment without pipelines", () => {
    beforeAll(async () => {
      const files = { ...environment("production", "main"), ...environment("qa", "nowhere", { tier: "qa" }) };
      const revision = await org.repository.commit({ branch: "main", files });
      await org.untilApplied("production", revision);
    });

    test.each(states.map(([path, , says]) => [path, says] as const))(
      "%s says what to do next",
      (path, says) => expectState(path, says),
    );

    test.each([
      ["/environments/production?tab=pipelines", "Commit one below pipelines/ and push."],
      ["/environments/qa", "nowhere"],
      ["/environments/production/rollback", "There is nothing to go back to"],
      ["/environments/qa/rollback", "There is nothing to go back to"],
      ["/environments/production/preview", "Nothing changes here"],
    ])("%s says what to do next", (path, says) => expectState(path, says));
  });
});
