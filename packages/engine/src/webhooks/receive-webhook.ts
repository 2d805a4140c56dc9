import { createHash } from "node:crypto";

import {
  checksumOf,
  Failure,
  type FailureKind,
  fromTimestamp,
  type JsonObject,
  type NewFiring,
  type Run,
  type SecretSource,
  type Timestamp,
  toFailure,
  type WebhookTrigger,
} from "@lockstep/model";

import { findTrigger, type FoundTrigger } from "../triggers/find-trigger.ts";
import { fireFound, type OnlyOnce } from "../triggers/fire-trigger.ts";
import { reasonOf } from "../triggers/firing-reason.ts";
import type { TriggerDeps } from "../triggers/trigger-deps.ts";
import { evaluateField, triggerScope } from "../triggers/trigger-scope.ts";
import { parseForm, parseWebhookBody } from "./parse-webhook-body.ts";
import { proofHeaderOf, proveSender } from "./prove-sender.ts";
import { readableHeaders } from "./readable-headers.ts";
import type { WebhookRequest } from "./webhook-request.ts";

export interface WebhookDeps extends TriggerDeps {
  readonly secrets: SecretSource;
  /** The database's clock, by which signatures are judged. */
  databaseNow(): Promise<Timestamp>;
}

/** What a request to a hook led to. */
export interface WebhookReceipt {
  readonly run: Run;
  /** `repeat` is the same `dedupeKey` again, `replay` the very same signature: it must learn nothing from the run. */
  readonly kind: "new" | "repeat" | "replay";
  readonly respond: WebhookTrigger["respond"];
}

type FoundWebhook = FoundTrigger & { readonly trigger: WebhookTrigger };

/**
 * Starts the run that a request to a hook asks for, once per signature and once per `dedupeKey` within 24 h. Failures:
 * `not-found` for a hook that is not there or not enabled, `unauthenticated`, `forbidden` (open hook in production),
 * `unsupported-media-type`, `invalid-input`, and those of starting a run, which are also written down as firings.
 */
export async function receiveWebhook(deps: WebhookDeps, request: WebhookRequest): Promise<WebhookReceipt> {
  const found = await findTrigger(deps, request);
  if (found === null || !isWebhook(found)) throw unknownHook();
  const now = await deps.databaseNow();
  const signature = await prove(deps.secrets, found, request, fromTimestamp(now));
  const { body, headers, query } = request;
  const payload = {
    body: parseWebhookBody(body, headers["content-type"]),
    headers: readableHeaders(headers, proofHeaderOf(found.trigger)),
    query: parseForm(query),
  };
  const { environment, slug, trigger } = request;
  const key = `request:${deps.ids.next()}`;
  const firing: NewFiring = {
    environment,
    slug,
    trigger,
    key,
    type: "webhook",
    scheduledAt: now,
    depth: 0,
    payload,
  };
  return recording(deps, firing, () => fire(deps, firing, { found, signature }));
}

function isWebhook(found: FoundTrigger): found is FoundWebhook {
  return found.trigger.type === "webhook";
}

/** What the sender is told while it proves itself. */
const answered: readonly FailureKind[] = ["unauthenticated", "forbidden", "database-unreachable"];

/** A secret that cannot be had is our fault, not the sender's, who is told nothing about it. */
async function prove(
  secrets: SecretSource,
  found: FoundWebhook,
  request: WebhookRequest,
  now: number,
): Promise<string | null> {
  try {
    return await proveSender(secrets, found, request, now);
  } catch (thrown) {
    const { kind, message } = toFailure(thrown);
    if (answered.includes(kind)) throw thrown;
    const { trigger, pipeline, policy } = found;
    const hook = `The hook ${trigger.id} of ${pipeline.slug} in ${policy.slug}`;
    throw new Failure("internal", `${hook} cannot check its senders: ${message}`, { cause: thrown });
  }
}

async function fire(
  deps: WebhookDeps,
  firing: NewFiring,
  { found, signature }: { readonly found: FoundWebhook; readonly signature: string | null },
): Promise<WebhookReceipt> {
  const hook = `${firing.environment}/${firing.slug}/${firing.trigger}`;
  const { respond } = found.trigger;
  const fired = await fireFound(deps, firing, found, {
    idempotency: dedupe(found, firing.payload, hook),
    once: signature === null ? null : { scope: `signature ${hook}`, key: signature },
  });
  switch (fired.outcome) {
    case "started":
      return { run: fired.run, kind: "new", respond };
    case "duplicate": {
      if (fired.run === null) throw unknownHook();
      return { run: fired.run, kind: fired.isReplay ? "replay" : "repeat", respond };
    }
    case "gone":
    case "filtered":
    case "later":
    case "overlapping":
      throw unknownHook();
  }
}

/** Only a digest is kept: what senders put into their keys is their business. */
function dedupe(found: FoundWebhook, trigger: JsonObject, hook: string): OnlyOnce["idempotency"] {
  const { dedupeKey } = found.trigger;
  if (dedupeKey === null) return null;
  const value = evaluateField("dedupeKey", dedupeKey, triggerScope(found, trigger));
  const isUsable = ["string", "number", "boolean"].includes(typeof value) && value !== "";
  if (!isUsable) throw new Failure("unprocessable", "dedupeKey: it gives no text.", { code: "EXPRESSION" });
  const key = createHash("sha256").update(JSON.stringify(value)).digest("hex");
  return { scope: `webhook ${hook}`, key, body: checksumOf("lockstep-request/v1", hook) };
}

/** Who is authenticated and asks for what cannot be started leaves a trace of it. */
async function recording(
  deps: WebhookDeps,
  firing: NewFiring,
  action: () => Promise<WebhookReceipt>,
): Promise<WebhookReceipt> {
  try {
    return await action();
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (!isOfDatabase(failure)) await deps.triggers.recordFailure(firing, reasonOf(failure));
    throw failure;
  }
}

function isOfDatabase({ kind }: Failure): boolean {
  return kind === "database-unreachable" || kind === "disk-full";
}

function unknownHook(): Failure {
  return new Failure("not-found", "There is no such hook here, or it is not enabled.");
}
