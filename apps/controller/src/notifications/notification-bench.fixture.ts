import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createChannelTeller, createNodeHttpClient, createNodeMailer } from "@lockstep/engine";
import { resolveEnvironment } from "@lockstep/manifest";
import {
  type Environment,
  type EnvironmentStatus,
  Failure,
  type NewEvent,
  type OrgStore,
  type OutboxEntry,
  systemTimer,
  type Timer,
} from "@lockstep/model";
import { openStore } from "@lockstep/store";

import { createNotificationLoop, type NotificationLoop } from "./create-notification-loop.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Happening = Pick<NewEvent, "name" | "body">;

/** What a server of channels answers to a path; null answers nothing at all. */
type AnswerTo = (
  path: string,
) => { readonly status: number; readonly headers?: Record<string, string> } | null;

/** A notification loop over a real store, beside a server for channels of type webhook and slack. */
export interface NotificationBench {
  readonly store: OrgStore;
  readonly loop: NotificationLoop;
  readonly clock: { time: number };
  readonly received: readonly Received[];
  /** Values by name. */
  readonly secrets: Map<string, string>;
  readonly warnings: readonly string[];
  /** Resolves when the server has been asked for so much. */
  untilReceived(count: number): Promise<void>;
  /** Once only one channel is being waited for: ends the patience with it. */
  losePatience(): Promise<void>;
  answer: AnswerTo;
  policy: Environment;
  addressOf(path: string): string;
  happen(...events: readonly Happening[]): Promise<void>;
  outbox(): Promise<readonly OutboxEntry[]>;
  createLoop(holder: string): NotificationLoop;
  close(): Promise<void>;
}

type Given = Pick<Environment, "notifications"> & { readonly channels: Readonly<Record<string, object>> };

/** A production environment; every channel is of type webhook with a secret of its own name unless it says otherwise. */
export function policyOf({ notifications, channels }: Given): Environment {
  const names = Object.keys(channels);
  return resolveEnvironment({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: "production",
    tier: "production",
    source: { branch: "main" },
    secrets: Object.fromEntries(names.map((name) => [name, { ref: `env:${name}` }])),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, given]) => [name, { type: "webhook", secret: name, ...given }]),
    ),
    egress: { default: "deny", allow: ["127.0.0.1"] },
    notifications,
  } as Parameters<typeof resolveEnvironment>[0]);
}

/** `earlier` happened before anybody ever looked. */
export async function openNotificationBench(
  policy: Environment,
  earlier: readonly Happening[] = [],
): Promise<NotificationBench> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-notifications-"));
  const clock = { time: Date.parse("2026-02-01T09:00:00Z"), now: () => clock.time };
  let made = 0;
  const ids = { next: () => `id-${(made += 1)}` };
  const store = await openStore({ url: null, file: join(directory, "org.sqlite"), salt: "salt", ids, clock });
  const server = await startChannelServer((path) => bench.answer(path));
  const warnings: string[] = [];
  const patience = new Set<() => void>();
  let patienceChanged: () => void = () => {};
  /** Waits of the loop are short, patience ends by hand. */
  const timer: Timer = {
    after(milliseconds, action) {
      if (milliseconds < 10_000) return systemTimer.after(Math.min(milliseconds, 5), action);
      patience.add(action);
      patienceChanged();
      return () => {
        patience.delete(action);
        patienceChanged();
      };
    },
  };
  const secrets = new Map<string, string>();
  const source = {
    async resolve(_: string, { ref }: { readonly ref: string }) {
      const value = secrets.get(ref.slice("env:".length));
      if (value === undefined) throw new Failure("not-found", `set ${ref}`);
      return value;
    },
  };
  const statusOf = () => ({ slug: bench.policy.slug, policy: bench.policy }) as EnvironmentStatus;
  const createLoop = (holder: string) =>
    createNotificationLoop({
      store: { ...store, environments: { list: async () => [statusOf()], load: async () => statusOf() } },
      tell: createChannelTeller({
        secrets: source,
        http: createNodeHttpClient(),
        mailer: createNodeMailer(),
        clock,
      }),
      clock,
      timer,
      random: () => 0,
      log: { info: () => {}, warn: (_, message) => void warnings.push(message), error: () => {} },
      holder,
      publicUrl: "https://lockstep.example",
    });
  const loop = createLoop("one");
  const bench: NotificationBench = {
    store,
    loop,
    clock,
    secrets,
    warnings,
    received: server.received,
    untilReceived: server.untilReceived,
    async losePatience() {
      while (patience.size !== 1) await new Promise<void>((resolve) => (patienceChanged = resolve));
      for (const action of patience) action();
    },
    answer: () => ({ status: 200 }),
    policy,
    addressOf: (path) => `http://127.0.0.1:${server.port}${path}`,
    async happen(...events) {
      await store.events.append(events.map((event) => ({ ...event, environment: "production" })));
      await store.events.publish();
    },
    outbox: async () => (await store.outbox.list({ state: null }, { limit: 100, cursor: null })).items,
    createLoop,
    async close() {
      await loop.stop();
      await server.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
  await bench.happen(...earlier);
  await loop.notify();
  return bench;
}

async function startChannelServer(answer: AnswerTo) {
  const received: Received[] = [];
  let arrived: () => void = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      received.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
      arrived();
      const given = answer(path);
      if (given !== null) response.writeHead(given.status, given.headers ?? {}).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    received,
    port: (server.address() as AddressInfo).port,
    async untilReceived(count: number) {
      while (received.length < count) await new Promise<void>((resolve) => (arrived = resolve));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
