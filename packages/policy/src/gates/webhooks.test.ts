import type { Environment, WebhookTrigger } from "@lockstep/model";
import { expect, test } from "vitest";

import {
  now,
  sampleEnvironment,
  sampleEvidence,
  samplePipeline,
  samplePlan,
} from "../testing/sample-evidence.ts";
import { webhooks } from "./webhooks.ts";

const hookWith = (type: WebhookTrigger["auth"]["type"]): WebhookTrigger => ({
  id: "hook",
  type: "webhook",
  enabled: true,
  input: {},
  auth: { type, secret: type === "none" ? null : "HOOK", header: null, tolerance: "5m" },
  respond: "accepted",
  dedupeKey: null,
});

function judge(environment: Partial<Environment>, trigger: WebhookTrigger) {
  const evidence = {
    configuration: sampleEnvironment(environment),
    pipelines: [samplePipeline({ triggers: [trigger] })],
  };
  return webhooks.judge(samplePlan(), sampleEvidence(evidence), now);
}

const production = { tier: "production" } as const;
const override = { enabled: true, triggers: {}, queue: null, isolation: null, quotas: null, priority: null };

test("an open webhook is refused in production, with what to do", () => {
  const judged = judge(production, hookWith("none"));
  expect(judged).toMatchObject({ verdict: "refused", gate: "webhooks" });
  expect(judged.verdict === "refused" && judged.problems).toMatchObject([
    {
      code: "WEBHOOK_OPEN",
      file: "pipelines/triage.pipeline.json",
      message: "The webhook hook of triage has no authentication, and production is production.",
    },
  ]);
});

test.each([
  ["that asks for a token", production, hookWith("bearer")],
  ["that asks for a signature", production, hookWith("hmac-sha256")],
  ["outside production", { tier: "staging" } as const, hookWith("none")],
  ["that its manifest disables", production, { ...hookWith("none"), enabled: false }],
  [
    "that the environment disables",
    { ...production, pipelines: { triage: { ...override, triggers: { hook: "disabled" } } } } as const,
    hookWith("none"),
  ],
])("a webhook %s may be applied", (_, environment, trigger) => {
  expect(judge(environment, trigger).verdict).toBe("open");
});
