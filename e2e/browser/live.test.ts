import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { environment, greeter } from "../harness/example-manifests.ts";
import { type Installation, startInstallation } from "../harness/installation.ts";
import { describeInBrowser, launchChromium } from "./harness/chromium.ts";
import { type Dashboard, openDashboard } from "./harness/dashboard.ts";
import { followLink, logIn } from "./harness/log-in.ts";
import { type LooseWire, startLooseWire } from "./harness/loose-wire.ts";

/** What the browser itself says about requests that find nobody. */
const lost = [/net::ERR_/, /Failed to fetch/];

describeInBrowser("a dashboard that stays open", () => {
  let browser: Browser;
  let acme: Installation;
  let wire: LooseWire;
  let versions = 0;

  beforeAll(async () => {
    browser = await launchChromium();
    acme = await startInstallation(async (repository) => {
      const files = { ...environment("production", "main"), ...greeter("hello", { version: "1.0.0" }) };
      await repository.commit({ branch: "main", files });
    });
    await acme.untilApplied("production", await acme.repository.revisionOf("main"));
    wire = await startLooseWire(acme.process().url);
  });
  afterAll(async () => {
    await browser.close();
    await wire.close();
    await acme.stop();
  });

  async function open(expected: readonly RegExp[] = []): Promise<Dashboard> {
    const dashboard = await openDashboard(browser, wire.url, { expected });
    onTestFinished(() => dashboard.close());
    await logIn(dashboard, acme);
    await isLive(dashboard);
    return dashboard;
  }
  const isLive = ({ page }: Pick<Dashboard, "page">) => page.getByText("Live", { exact: true }).waitFor();
  const isStale = ({ page }: Dashboard) =>
    page
      .getByRole("status")
      .filter({ hasText: /Reconnecting|Stale since/ })
      .waitFor();
  const shows = ({ page }: Dashboard, version: string) =>
    page
      .getByRole("row", { name: /^hello / })
      .getByRole("cell")
      .getByText(version)
      .waitFor();
  /** Deploys the next version and gives it. */
  async function deploy(): Promise<string> {
    versions += 1;
    const version = `1.${versions}.0`;
    const files = greeter("hello", { version, text: `Hello ${versions}` });
    await acme.untilApplied("production", await acme.repository.commit({ branch: "main", files }));
    return version;
  }

  test("sees a deploy as it happens", async () => {
    const dashboard = await open();
    await shows(dashboard, await deploy());
    dashboard.expectNoComplaints();
  });

  test("says when the connection is lost, and catches up once it is back", async () => {
    const dashboard = await open(lost);
    wire.cut();
    await isStale(dashboard);
    await dashboard.picture("live-reconnecting");
    const version = await deploy();
    wire.mend();
    await shows(dashboard, version);
    await isLive(dashboard);
    dashboard.expectNoComplaints();
  });

  test("outlives a server that is killed and started again", async () => {
    const dashboard = await open([...lost, /status of 50\d/]);
    await acme.process().kill();
    await isStale(dashboard);
    await acme.restart();
    await shows(dashboard, await deploy());
    await isLive(dashboard);
    dashboard.expectNoComplaints();
  });

  test("shares one stream between twenty tabs", async () => {
    const { context } = await open();
    const pages = await Promise.all(Array.from({ length: 19 }, () => context.newPage()));
    for (const page of pages) await page.goto("/runs");
    for (const page of pages) await isLive({ page });
    expect(wire.streams()).toBe(1);
    expect(context.pages()).toHaveLength(20);
  });

  test("asks for nothing any more once the session has ended", async () => {
    const { body } = await acme.call("POST", "/tokens", { name: "ada", role: "viewer" });
    const { body: link } = await acme.call(
      "POST",
      "/session/links",
      {},
      {
        authorization: `Bearer ${body.secret}`,
      },
    );
    const dashboard = await openDashboard(browser, wire.url, { expected: [/status of 401/] });
    onTestFinished(() => dashboard.close());
    const { page } = dashboard;
    await page.clock.install();
    await followLink(dashboard, `/login${new URL(link.url).hash}`);
    await isLive(dashboard);
    await acme.call("DELETE", `/tokens/${body.token.id}`);
    await page.getByRole("status").filter({ hasText: "Logged out" }).waitFor();
    // The next look at the overview is refused; after it there is only the login.
    await page.clock.runFor(60_000);
    await page.getByRole("heading", { name: "Log in to Lockstep" }).waitFor();
    await expect.poll(() => wire.streams(), { timeout: 10_000 }).toBe(0);
    const before = wire.requests();
    await page.clock.runFor(300_000);
    expect(wire.requests()).toBe(before);
    dashboard.expectNoComplaints();
  });
});
