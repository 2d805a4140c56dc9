import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually } from "./harness/lockstep-process.ts";
import { type RecordingServer, startRecordingServer } from "./harness/recording-server.ts";

describe("an environment that tells a channel", () => {
  let acme: Installation;
  let channel: RecordingServer;
  let status = 200;

  beforeAll(async () => {
    channel = await startRecordingServer(() => ({ status, body: {} }));
    acme = await startInstallation(
      async (repository) => {
        const more = {
          secrets: { OPS_URL: { ref: "env:OPS_URL" } },
          channels: { ops: { type: "webhook", secret: "OPS_URL" } },
          egress: { allow: ["127.0.0.1"] },
          notifications: [{ on: ["deploy.applied", "deploy.refused"], to: "ops" }],
        };
        await repository.commit({
          branch: "main",
          files: { ...environment("production", "main", more), ...greeter("greet", { version: "1.0.0" }) },
        });
      },
      {
        LOCKSTEP_SECRET__PRODUCTION__OPS_URL: `${channel.url}/hook`,
        LOCKSTEP_PUBLIC_URL: "https://acme.example",
      },
    );
    await acme.untilApplied("production", await acme.repository.revisionOf("main"));
  });
  afterAll(async () => {
    await acme.stop();
    await channel.stop();
  });

  const push = (version: string, text: string) =>
    acme.repository.commit({ branch: "main", files: greeter("greet", { version, text }) });

  /** What the channel was told of a commit, once it was told something. */
  async function told(revision: string): Promise<any> {
    const find = () => channel.requests.findLast(({ body }) => body.event.data.revision === revision)?.body;
    await eventually(`the channel is told of ${revision}`, async () => find() !== undefined);
    return find();
  }

  test("says what was applied, and what was refused with the way out", async () => {
    const applied = await push("1.1.0", "Good day");
    const { event, ...message } = await told(applied);
    expect(event).toMatchObject({ name: "deploy.applied", environment: "production" });
    expect(message).toMatchObject({
      kind: "Notification",
      channel: "ops",
      link: `https://acme.example/deploys/${event.data.deploy}`,
    });
    const refused = await push("1.1.0", "Good evening");
    expect(await told(refused)).toMatchObject({
      event: { name: "deploy.refused" },
      why: expect.stringContaining("greet"),
      next: expect.stringMatching(/version/i),
    });
  });

  test("applies while the channel is down, and tells it afterwards, also after a kill", async () => {
    status = 503;
    const next = await push("1.2.0", "Good night");
    await acme.untilApplied("production", next);
    await eventually("the channel was tried", async () => {
      const { items } = (await acme.call("GET", "/outbox?state=pending")).body;
      return items.some(({ topic, attempts }: any) => topic === "notification" && attempts > 0);
    });
    await acme.process().kill();
    status = 200;
    await acme.restart();
    await eventually("everything is told", async () => {
      const { items } = (await acme.call("GET", "/outbox?state=pending")).body;
      return items.every(({ topic }: any) => topic !== "notification");
    });
    const all = channel.requests.filter(({ body }) => body.event.data.revision === next);
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  });
});
