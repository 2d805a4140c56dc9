import { createHmac } from "node:crypto";

import type { WrittenEnvironment, WrittenPipeline } from "@lockstep/manifest";
import type { Firing, Json, OrgStore, Run, RunSummary } from "@lockstep/model";

import { serveApi } from "../serve-api.ts";
import { openTestApi, type TestApi } from "./open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "./seed-applied.ts";

export const json = { "Content-Type": "application/json" };

const everything = {
  body: "{{ trigger.body }}",
  headers: "{{ trigger.headers }}",
  query: "{{ trigger.query }}",
};

interface HookSeed {
  /** The hook `inbound`, besides its id and type. */
  readonly hook: Readonly<Record<string, Json>>;
  readonly environment?: Partial<WrittenEnvironment>;
  readonly pipeline?: Partial<WrittenPipeline>;
}

interface Request {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly path?: string;
}

interface Answer {
  readonly run: { readonly id: string; readonly status: string };
  readonly duplicate: boolean;
  readonly output?: Json;
  readonly code?: string;
}

/** An API on a real socket with pipeline `orders`, whose hook `inbound` hands on everything it may. */
export interface HookWorld {
  readonly org: TestApi;
  seed(seed: HookSeed): Promise<void>;
  send(request: Request): Promise<{ status: number; text: string; answer: Answer }>;
  runs(): Promise<readonly Run[]>;
  firings(): Promise<readonly Firing[]>;
  close(): Promise<void>;
}

export async function openHookWorld(): Promise<HookWorld> {
  const org = await openTestApi();
  const served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
  return {
    org,
    seed: (seed) => seedHook(org, seed),
    send: (request) => send(served.port, request),
    async runs() {
      const filter = { environment: null, slug: null, states: [], version: null, deploy: null };
      const { items } = await org.store.runs.list(filter, { limit: 100, cursor: null });
      return loadRuns(org.store, items);
    },
    async firings() {
      const filter = { environment: "staging", slug: null, trigger: null, states: [] };
      return (await org.store.triggers.listFirings(filter, { limit: 100, cursor: null })).items;
    },
    async close() {
      await served.stop();
      await org.close();
    },
  };
}

async function loadRuns({ runs }: OrgStore, listed: readonly RunSummary[]): Promise<readonly Run[]> {
  const loaded = await Promise.all(listed.map(({ id }) => runs.load(id)));
  return loaded.filter((run) => run !== null);
}

/** Headers of a body signed with what the test's secret source gives for `HOOK_KEY`. */
export function signed(
  body: string,
  more: { readonly at?: number; readonly key?: string; readonly header?: string } = {},
): Record<string, string> {
  const { at = Math.floor(Date.now() / 1_000), key = "staging env:HOOK_KEY" } = more;
  const mac = createHmac("sha256", key).update(`${at}.${body}`).digest("hex");
  return { ...json, [more.header ?? "X-Lockstep-Signature"]: `t=${at},v1=${mac}` };
}

async function seedHook(
  { store }: TestApi,
  { hook, environment = {}, pipeline = {} }: HookSeed,
): Promise<void> {
  const { secret } = hook["auth"] as { readonly secret?: string };
  const written = {
    triggers: [{ id: "inbound", type: "webhook", input: everything, ...hook }],
    uses: { secrets: secret === undefined ? [] : [secret] },
    ...pipeline,
  } as unknown as Partial<WrittenPipeline>;
  await seedEnvironment(store, "staging");
  await seedDeploy(store, {
    id: "deploy-1",
    environment: "staging",
    pipelines: [compiledPipeline("orders", "1.0.0", written)],
    state: "applied",
    configuration: { secrets: { HOOK_KEY: { ref: "env:HOOK_KEY" } }, ...environment },
  });
}

async function send(port: number, request: Request) {
  const { method = "POST", body, headers = {}, query = "", path = "staging/orders/inbound" } = request;
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/hooks/${path}${query}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, text, answer: JSON.parse(text) as Answer };
}
