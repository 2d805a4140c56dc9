import { createHmac, randomUUID } from "node:crypto";

import { webhookProblems } from "./github-schemas.ts";
import type { GitHubEvent, Json } from "./github-state.ts";
import { renderTime } from "./shapes/render-account.ts";

/** One signed delivery, as it goes over the line. */
export interface FakeDelivery {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that are signed. */
  readonly body: string;
  readonly payload: Json;
}

/** One attempt to deliver, as `GET /app/hook/deliveries` lists it. */
interface DeliveryAttempt {
  readonly item: Json & { readonly id: number; readonly status_code: number };
  readonly delivery: FakeDelivery;
}

export interface WebhookSettings {
  /** Where deliveries go; `null` for nowhere. */
  readonly url?: string | null;
  readonly secret?: string;
  /** Takes deliveries instead of the URL and gives the status of the answer; `null` for the URL again. */
  readonly send?: ((delivery: FakeDelivery) => Promise<number>) | null;
}

/** The app's webhook: what it sent, what is held back, and what went wrong. */
export interface FakeWebhooks {
  readonly hookId: number;
  readonly url: string | null;
  readonly secret: string;
  /** Held back, oldest first. */
  readonly pending: readonly FakeDelivery[];
  /** Every attempt, oldest first. */
  readonly log: readonly DeliveryAttempt[];
  configure(settings: WebhookSettings): void;
  /** From now on nothing goes out by itself. */
  hold(): void;
  /** Sends what is held, in order, and everything after it at once. */
  release(): Promise<void>;
  /** Sends one delivery, held or not, as often as it is called; gives the status, 0 when nobody answered. */
  deliver(delivery: FakeDelivery): Promise<number>;
  /** A held delivery gets lost: logged as failed, or so that nobody ever hears of it. */
  drop(delivery: FakeDelivery, how?: "failed" | "silently"): void;
  redeliver(delivery: FakeDelivery): void;
  /** Ends when nothing is on its way any more. */
  settled(): Promise<void>;
}

interface HubSurroundings {
  readonly now: () => number;
  readonly nextId: () => number;
  readonly appId: number;
  readonly installationId: number;
  readonly violations: string[];
}

export function createWebhookHub(
  around: HubSurroundings,
  initial: WebhookSettings,
): FakeWebhooks & { emit(event: GitHubEvent, payload: Json): void } {
  const hookId = around.nextId();
  const pending: FakeDelivery[] = [];
  const log: DeliveryAttempt[] = [];
  const underway = new Set<Promise<unknown>>();
  let settings: WebhookSettings = initial;
  let isHolding = false;
  let line: Promise<unknown> = Promise.resolve();

  function remove(delivery: FakeDelivery): void {
    const index = pending.indexOf(delivery);
    if (index >= 0) pending.splice(index, 1);
  }

  function record(delivery: FakeDelivery, status: number, startedAt: number): void {
    const isOk = status >= 200 && status < 300;
    log.push({
      delivery,
      item: {
        id: around.nextId(),
        guid: delivery.guid,
        delivered_at: renderTime(startedAt),
        redelivery: log.some((attempt) => attempt.delivery.guid === delivery.guid),
        duration: 0.01,
        status: isOk ? "OK" : status === 0 ? "failed to connect to host" : "Invalid HTTP Response",
        status_code: status,
        event: delivery.event,
        action: delivery.action,
        installation_id: around.installationId,
        repository_id: delivery.repositoryId,
        throttled_at: null,
      },
    });
  }

  async function deliver(delivery: FakeDelivery): Promise<number> {
    remove(delivery);
    const startedAt = around.now();
    const status = await send(settings, delivery).catch(() => 0);
    record(delivery, status, startedAt);
    return status;
  }

  /** In the order of the events; a slow receiver sees one after the other, which GitHub does not promise. */
  function enqueue(delivery: FakeDelivery): void {
    const sent = line.then(() => deliver(delivery));
    line = sent;
    underway.add(sent);
    void sent.finally(() => underway.delete(sent));
  }

  function sign(event: GitHubEvent, payload: Json): FakeDelivery {
    const guid = randomUUID();
    const body = JSON.stringify(payload);
    const secret = settings.secret ?? "";
    const digest = (algorithm: string) => createHmac(algorithm, secret).update(body).digest("hex");
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/f4k3",
      "x-github-delivery": guid,
      "x-github-event": event.event,
      "x-github-hook-id": String(hookId),
      "x-github-hook-installation-target-id": String(around.appId),
      "x-github-hook-installation-target-type": "integration",
      ...(secret === ""
        ? {}
        : {
            "x-hub-signature": `sha1=${digest("sha1")}`,
            "x-hub-signature-256": `sha256=${digest("sha256")}`,
          }),
    };
    const repositoryId = event.repository?.id ?? null;
    return { guid, event: event.event, action: event.action, repositoryId, headers, body, payload };
  }

  return {
    hookId,
    get url() {
      return settings.url ?? null;
    },
    get secret() {
      return settings.secret ?? "";
    },
    pending,
    log,
    configure: (changed) => {
      settings = { ...settings, ...changed };
    },
    hold: () => {
      isHolding = true;
    },
    release: async () => {
      isHolding = false;
      for (let next = pending[0]; next !== undefined; next = pending[0]) await deliver(next);
    },
    deliver,
    drop: (delivery, how = "failed") => {
      remove(delivery);
      if (how === "failed") record(delivery, 0, around.now());
    },
    redeliver: (delivery) => {
      if (isHolding) pending.push(delivery);
      else enqueue(delivery);
    },
    settled: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
    emit: (event, payload) => {
      for (const problem of webhookProblems(event.event, event.action, payload)) {
        around.violations.push(`webhook ${event.event}.${event.action ?? ""}: ${problem}`);
      }
      const delivery = sign(event, payload);
      if (isHolding) pending.push(delivery);
      else if ((settings.send ?? settings.url ?? null) !== null) enqueue(delivery);
    },
  };
}

async function send(settings: WebhookSettings, delivery: FakeDelivery): Promise<number> {
  if (typeof settings.send === "function") return settings.send(delivery);
  if (settings.url === undefined || settings.url === null) return 0;
  const { headers, body } = delivery;
  const answer = await fetch(settings.url, {
    method: "POST",
    headers,
    body,
    signal: AbortSignal.timeout(10_000),
  });
  await answer.arrayBuffer();
  return answer.status;
}
