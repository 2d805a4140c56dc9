import { createHmac } from "node:crypto";

import type { SecretSource, WebhookTrigger } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { environmentOf } from "../testing/environments.ts";
import { pipelineOf } from "../testing/pipelines.ts";
import { proveSender } from "./prove-sender.ts";

const now = Date.parse("2026-02-03T14:00:00.000Z");
const body = Buffer.from('{"order":7}');

const sourceOf = (value: string): SecretSource => ({ resolve: async () => value });

function prove(auth: Partial<WebhookTrigger["auth"]>, headers: Record<string, string>, secret: string) {
  const trigger = {
    id: "hook",
    type: "webhook",
    auth: { type: "bearer", secret: "HOOK", header: null, tolerance: "5m", ...auth },
  } as WebhookTrigger;
  const policy = environmentOf({ secrets: { HOOK: { ref: "env:HOOK", teams: null, hosts: null } } });
  const found = { trigger, pipeline: pipelineOf([]), policy };
  const request = { environment: "staging", slug: "sample", trigger: "hook", headers, body, query: "" };
  return proveSender(sourceOf(secret), found, request, now);
}

function signed(secret: string): Record<string, string> {
  const seconds = String(now / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex");
  return { "x-lockstep-signature": `t=${seconds},v1=${signature}` };
}

describe("a hook", () => {
  test("takes whoever knows its secret, and nobody else", async () => {
    expect(await prove({}, { authorization: "Bearer s3cr3t" }, "s3cr3t")).toBeNull();
    expect(await prove({ type: "hmac-sha256" }, signed("s3cr3t"), "s3cr3t")).toMatch(/^[0-9a-f]{64}$/);
    const unproven = { kind: "unauthenticated" };
    await expect(prove({}, { authorization: "Bearer other" }, "s3cr3t")).rejects.toMatchObject(unproven);
    await expect(prove({}, {}, "s3cr3t")).rejects.toMatchObject(unproven);
    await expect(prove({ type: "hmac-sha256" }, signed("other"), "s3cr3t")).rejects.toMatchObject(unproven);
  });

  test.each<[how: string, auth: Partial<WebhookTrigger["auth"]>, headers: Record<string, string>]>([
    ["without a header", {}, {}],
    ["by an empty bearer", {}, { authorization: "Bearer " }],
    ["by a signature made with nothing", { type: "hmac-sha256" }, signed("")],
  ])("whose secret is empty takes nobody %s", async (_, auth, headers) => {
    await expect(prove(auth, headers, "")).rejects.toMatchObject({
      type: "security",
      message: "The secret HOOK is empty in staging.",
    });
  });
});
