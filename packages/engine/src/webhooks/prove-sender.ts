import { Failure, type SecretSource, type WebhookTrigger } from "@lockstep/model";

import { resolveSecret } from "../running/resolve-secrets.ts";
import type { FoundTrigger } from "../triggers/find-trigger.ts";
import { checkSignature, isSame } from "./check-signature.ts";
import type { WebhookRequest } from "./webhook-request.ts";

const defaultHeaders = { bearer: "authorization", "hmac-sha256": "x-lockstep-signature" } as const;

/** Lower-case name of the header that carries the proof; `null` when none is asked for. */
export function proofHeaderOf({ auth }: WebhookTrigger): string | null {
  return auth.type === "none" ? null : (auth.header?.toLowerCase() ?? defaultHeaders[auth.type]);
}

/**
 * Admits a request that proves who sent it; gives the digest of its signature, `null` for proofs that may be used
 * again. Failures: `unauthenticated`, which never says what was wrong, and `forbidden` for an open hook in production.
 */
export async function proveSender(
  secrets: SecretSource,
  { trigger, pipeline, policy }: FoundTrigger & { readonly trigger: WebhookTrigger },
  request: WebhookRequest,
  now: number,
): Promise<string | null> {
  const { auth } = trigger;
  if (auth.type === "none") {
    if (policy.tier === "production") throw openHook();
    return null;
  }
  const given = request.headers[proofHeaderOf(trigger) ?? ""] ?? "";
  const { value: secret } = await resolveSecret(auth.secret ?? "", {
    source: secrets,
    environment: policy.slug,
    configuration: policy,
    pipeline,
  });
  if (auth.type === "bearer") {
    if (isSame(given.replace(/^bearer\s+/i, ""), secret)) return null;
    throw unproven();
  }
  const { tolerance } = auth;
  const digest = checkSignature({ signature: given, body: request.body, secret, tolerance, now });
  if (digest === null) throw unproven();
  return digest;
}

function unproven(): Failure {
  return new Failure(
    "unauthenticated",
    "The request does not prove who sent it. See the hook's `auth` in the pipeline's manifest.",
  );
}

function openHook(): Failure {
  const message =
    "A hook without authentication is refused in production; set `auth` to bearer or hmac-sha256 in the manifest.";
  return new Failure("forbidden", message, { code: "WEBHOOK_OPEN" });
}
