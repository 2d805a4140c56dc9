import { createHmac } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually, runCommand } from "./harness/lockstep-process.ts";

const secret = "canary-hook-key";

const intake = {
  uses: { secrets: ["HOOK_KEY"] },
  triggers: [
    {
      id: "inbound",
      type: "webhook",
      auth: { type: "hmac-sha256", secret: "HOOK_KEY" },
      respond: "wait",
      dedupeKey: "{{ trigger.body.order }}",
      input: { name: "{{ trigger.body.name }}" },
    },
  ],
};
const report = {
  triggers: [
    {
      id: "after-intake",
      type: "pipeline",
      pipeline: "intake",
      input: { name: "{{ trigger.run.output.greeting }}" },
    },
    { id: "nightly", type: "cron", schedule: "30 2 * * *", timezone: "Europe/Berlin" },
    { id: "asked", type: "event", event: "report.asked", input: { name: "{{ trigger.event.data.name }}" } },
  ],
};

describe("what starts runs by itself", () => {
  let acme: Installation;

  beforeAll(async () => {
    acme = await startInstallation(
      async (repository) => {
        const files = {
          ...environment("production", "main", { secrets: { HOOK_KEY: { ref: "env:HOOK_KEY" } } }),
          ...greeter("intake", { version: "1.0.0", more: intake }),
          ...greeter("report", { version: "1.0.0", text: "Seen", more: report }),
        };
        await repository.commit({ branch: "main", files });
      },
      { LOCKSTEP_SECRET__PRODUCTION__HOOK_KEY: secret },
    );
    await acme.untilApplied("production", await acme.repository.revisionOf("main"));
  });
  afterAll(() => acme.stop());

  async function send(body: object) {
    const text = JSON.stringify(body);
    const at = Math.floor(Date.now() / 1_000);
    const mac = createHmac("sha256", secret).update(`${at}.${text}`).digest("hex");
    const url = `${acme.process().url}/api/v1/hooks/production/intake/inbound`;
    const headers = { "Content-Type": "application/json", "X-Lockstep-Signature": `t=${at},v1=${mac}` };
    const response = await fetch(url, { method: "POST", headers, body: text });
    const answer: any = await response.json();
    return { status: response.status, body: answer };
  }

  const runsOf = async (slug: string) =>
    (await acme.call("GET", `/runs?environment=production&pipeline=${slug}`)).body.items;

  test("a signed request is answered with what its run gave, and the run that follows begins once", async () => {
    const first = await send({ order: 7, name: "Ada" });
    expect([first.status, first.body.output]).toEqual([200, { greeting: "Hello, Ada!" }]);
    const again = await send({ order: 7, name: "Ada", delivery: 2 });
    expect([again.body.duplicate, again.body.run.id]).toEqual([true, first.body.run.id]);
    await eventually("report has run", async () => (await runsOf("report"))[0]?.status === "completed");
    const reports = await runsOf("report");
    expect(reports.map(({ trigger }: any) => trigger)).toEqual([{ type: "pipeline", id: "after-intake" }]);
    const { body } = await acme.call("GET", `/runs/${reports[0].id}`);
    expect(body.run.output).toEqual({ greeting: "Seen, Hello, Ada!!" });
    expect(JSON.stringify(await runsOf("intake"))).not.toContain(secret);
  });

  test("an event answers what it started", async () => {
    const { status, body } = await acme.call("POST", "/environments/production/events", {
      name: "report.asked",
      data: { name: "Grace" },
    });
    expect(status).toBe(202);
    expect(body.firings).toMatchObject([{ slug: "report", trigger: "asked", state: "started" }]);
  });

  test("a person sees when a schedule fires next and what each trigger did", async () => {
    const place = { dataDirectory: acme.dataDirectory, url: acme.process().url };
    const printed = await runCommand(place, "triggers", "report", "--env", "production");
    expect(printed).toMatch(/nightly\s+cron\s+enabled\s+30 2 \* \* \* Europe\/Berlin/);
    expect(printed.match(/T0[01]:[03]0:00\.000Z {2}\w+.*02:30/g)?.length).toBeGreaterThanOrEqual(4);
    expect(printed).toMatch(/after-intake\s+\S+\s+started/);
  });

  test("what a deploy takes away fires no more", async () => {
    const files = greeter("report", { version: "1.0.0", text: "Seen", more: { triggers: [] } });
    await acme.untilApplied("production", await acme.repository.commit({ branch: "main", files }));
    const before = (await runsOf("report")).length;
    expect((await send({ order: 8, name: "Alan" })).status).toBe(200);
    const { body } = await acme.call("POST", "/environments/production/events", { name: "report.asked" });
    expect(body.firings).toEqual([]);
    const { body: listed } = await acme.call("GET", "/environments/production/triggers?pipeline=report");
    expect(listed.items).toEqual([]);
    expect(await runsOf("report")).toHaveLength(before);
  });
});
