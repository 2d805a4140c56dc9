import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { type FakeLlmServer, startFakeLlmServer } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { runCommand } from "./harness/lockstep-process.ts";

const canary = 'canary+key/"with" marks=';
const forms = [
  canary,
  JSON.stringify(canary).slice(1, -1),
  encodeURIComponent(canary),
  Buffer.from(canary).toString("base64"),
  Buffer.from(canary).toString("base64url"),
];

const model = { baseUrl: "{{ vars.LLM_URL }}", model: "m", apiKey: "{{ secrets.LLM_KEY }}" };
const price = { inputPerMillion: 1_000, outputPerMillion: 2_000 };

const pipeline = {
  apiVersion: "lockstep/v1",
  kind: "Pipeline",
  slug: "assistant",
  version: "1.0.0",
  uses: { variables: ["LLM_URL"], secrets: ["LLM_KEY"] },
  output: { value: { said: "{{ steps.ask.output.text }}", vectors: "{{ steps.embed.output.vectors }}" } },
  steps: [
    { id: "ask", type: "llm", with: { ...model, prompt: "Hi", stream: true, price } },
    { id: "embed", type: "embeddings", with: { ...model, input: ["a", "bb"], price }, dependsOn: ["ask"] },
    {
      id: "tell",
      type: "notify",
      with: { channel: "ops", text: "It said {{ steps.ask.output.text }}" },
      dependsOn: ["embed"],
    },
  ],
};

describe("model steps in a running product", () => {
  let provider: FakeLlmServer;
  let hook: Server;
  let acme: Installation;
  const told: { path: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    provider = await startFakeLlmServer();
    hook = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        told.push({ path: request.url, body });
        response.end("ok");
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
    const settings = {
      tier: "development",
      variables: { LLM_URL: provider.url },
      secrets: { LLM_KEY: { ref: "env:LLM_KEY" }, HOOK: { ref: "env:HOOK" } },
      channels: { ops: { type: "webhook", secret: "HOOK" } },
      egress: { default: "deny", allow: ["127.0.0.1"] },
    };
    const files = {
      ...environment("staging", "main", settings),
      "pipelines/assistant.pipeline.json": JSON.stringify(pipeline),
    };
    acme = await startInstallation(
      async (repository) => void (await repository.commit({ branch: "main", files, message: "Assist" })),
      {
        LOCKSTEP_SECRET__STAGING__LLM_KEY: canary,
        LOCKSTEP_SECRET__STAGING__HOOK: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks/canary-hook-path-123`,
      },
    );
    await acme.untilApplied("staging", await acme.repository.revisionOf("main"));
  });
  afterAll(async () => {
    await acme.stop();
    await provider.close();
    hook.close();
  });

  /** Follows events from now on; what it gives reads until one of that name has come, and gives all as it was sent. */
  async function follow(): Promise<(name: string) => Promise<string>> {
    const token = readFileSync(join(acme.dataDirectory, "admin-token"), "utf8").trim();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${acme.process().url}/api/v1/events`, { headers });
    const reader = (response.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream())
      .getReader();
    let seen = (await reader.read()).value ?? "";
    return async (name) => {
      while (!seen.includes(`event: ${name}`)) seen += (await reader.read()).value ?? "";
      await reader.cancel();
      return seen;
    };
  }

  test("ask, embed and tell, stream to whoever follows, count what it costs, and keep their secrets", async () => {
    const said = `Good day. You sent me ${forms.join(" and ")}!`;
    provider.answerWith({ does: "answer", text: said, pieces: 40, inputTokens: 100, outputTokens: 50 });
    const readUntil = await follow();
    const run = await acme.run("staging", "assistant");

    const shown =
      "Good day. You sent me [redacted] and [redacted] and [redacted] and [redacted] and [redacted]!";
    expect(run).toMatchObject({
      status: "completed",
      output: {
        said: shown,
        vectors: [
          [1, 1, 0.5],
          [2, 1, 0.5],
        ],
      },
      cost: expect.closeTo(0.1 + 0.1 + 0.006),
    });
    expect(provider.requests[0]?.headers.authorization).toBe(`Bearer ${canary}`);
    expect(told).toMatchObject([{ path: "/hooks/canary-hook-path-123" }]);
    expect(JSON.parse(told[0]?.body ?? "")).toMatchObject({
      text: `It said ${shown}`,
      pipeline: "assistant",
    });

    const events = await readUntil("run.completed");
    const pieces = [...events.matchAll(/^event: step\.stream\ndata: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? "") as { environment: string; body: Record<string, unknown> },
    );
    expect(pieces[0]).toMatchObject({
      environment: "staging",
      body: { run: run.id, step: "ask", offset: 0 },
    });
    expect(pieces.map(({ body }) => body["text"]).join("")).toBe(shown);

    const { body: steps } = await acme.call("GET", `/runs/${run.id}/steps`);
    expect(steps.items.map((attempt: any) => [attempt.step, attempt.usage?.inputTokens])).toEqual([
      ["ask", 100],
      ["embed", 6],
      ["tell", undefined],
    ]);
    const { body: logs } = await acme.call("GET", `/runs/${run.id}/logs`);
    const place = { dataDirectory: acme.dataDirectory, url: acme.process().url };
    const printed = await runCommand(place, "runs", run.id);
    expect(printed).toContain("100 tokens in, 50 out, cost 0.2");
    const everything = [JSON.stringify([run, steps, logs]), events, printed, acme.process().output()].join(
      "\n",
    );
    for (const form of [...forms, "canary-hook-path-123"]) expect(everything).not.toContain(form);
  });

  test("a provider that fails leaves no secret behind either", async () => {
    const body = JSON.stringify({ error: { code: "invalid_key", message: `No such key: ${canary}` } });
    provider.answerWith({ does: "respond", status: 401, body });
    const run = await acme.run("staging", "assistant");
    expect(run).toMatchObject({
      status: "failed",
      error: { type: "provider", step: "ask", details: { status: 401 } },
    });
    expect(run.error.message).toMatch(/answered 401 \(invalid_key\): No such key: \[redacted\]\.$/);
    const { body: logs } = await acme.call("GET", `/runs/${run.id}/logs`);
    for (const form of forms) expect(JSON.stringify([run, logs])).not.toContain(form);
  });
});
