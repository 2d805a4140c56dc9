import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { createTestDatabase } from "@lockstep/testkit";
import { describe, expect, inject, onTestFinished, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

const databases = {
  sqlite: async () => ({}),
  postgres: async () => ({ DATABASE_URL: (await createTestDatabase(inject("postgresUrl"))).url }),
};

interface Told {
  readonly id: string;
  readonly name: string;
}

/** A service whose answers the test holds back. */
async function startHeldService() {
  const held: ServerResponse[] = [];
  const server = createServer((_, response) => void held.push(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => held.length,
    answerAll: () => {
      for (const response of held.splice(0)) if (!response.destroyed) response.end("{}");
    },
  };
}

/** Everything a stream tells until it ends or breaks. */
async function follow(acme: Installation, run: string, lastSeen: string | null, told: Told[]): Promise<void> {
  const token = readFileSync(join(acme.dataDirectory, "admin-token"), "utf8").trim();
  const response = await fetch(`${acme.process().url}/api/v1/runs/${run}/events`, {
    headers: {
      Authorization: `Bearer ${token}`,
      ...(lastSeen === null ? {} : { "Last-Event-ID": lastSeen }),
    },
  });
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = `${text}${chunk}`.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, id, name] = /^id: (.+)\nevent: (.+)$/m.exec(block) ?? [];
      if (id !== undefined && name !== undefined) told.push({ id, name });
    }
  }
}

const stepOf = (id: string, url: string, dependsOn: readonly string[] = []) => ({
  id,
  type: "http",
  dependsOn,
  with: { method: "GET", url },
});

describe.each(Object.entries(databases))("the stream of a run, on %s", (_name, prepare) => {
  test("goes on behind the last event after a kill -9, without a gap or a repetition", async () => {
    const service = await startHeldService();
    const steps = [stepOf("first", service.url), stepOf("second", service.url, ["first"])];
    const more = { steps, output: { value: "done" } };
    const acme = await startInstallation(
      async (repository) => {
        const files = {
          ...environment("production", "main", { egress: { allow: ["127.0.0.1"] } }),
          ...greeter("slow", { version: "1.0.0", more }),
        };
        await repository.commit({ branch: "main", files });
      },
      await prepare(),
    );
    await acme.untilApplied("production", await acme.repository.revisionOf("main"));
    const { body } = await acme.call("POST", "/environments/production/pipelines/slow/run", {});
    const run: string = body.run.id;

    const before: Told[] = [];
    const broken = follow(acme, run, null, before).catch(() => undefined);
    await eventually("the first step asks", async () => service.asked() === 1);
    service.answerAll();
    await eventually("the first step was told of", async () =>
      before.some(({ name }) => name === "step.completed"),
    );
    await acme.process().kill();
    await broken;
    await acme.restart();

    const after: Told[] = [];
    const going = follow(acme, run, before.at(-1)?.id ?? null, after);
    await eventually("the run has ended", async () => {
      service.answerAll();
      return after.at(-1)?.name === "run.completed";
    });
    await going;
    const whole: Told[] = [];
    await follow(acme, run, null, whole);
    expect([...before, ...after]).toEqual(whole);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
    expect(whole[0]?.name).toBe("run.queued");
    await acme.stop();
  }, 120_000);
});
