import { createRetire, createRollBack, createRollBackPreview } from "@lockstep/controller";
import { raiseEvent, receiveWebhook, retryRun, startRun } from "@lockstep/engine";
import { createPipelineLoader } from "@lockstep/manifest";
import {
  bootstrapActor,
  Failure,
  type Ids,
  type Json,
  type OrgStore,
  type Preview,
  type Role,
  roles,
  systemClock,
} from "@lockstep/model";
import { Registry } from "prom-client";

import { createToken } from "../access/token-secret.ts";
import type { ApiDeps, ApiSettings } from "../api-deps.ts";
import { type Api, createApi } from "../create-api.ts";
import { buildDocument } from "../openapi/build-document.ts";
import { conformsToDocument } from "./conforms-to-document.ts";
import { fakeForge } from "./fake-forge.ts";
import { fakePromotions } from "./fake-promotions.ts";
import { openTestStore } from "./open-test-store.ts";
import { storeMender } from "./store-mender.ts";

/** The JSON of a response that the OpenAPI document has already been held against. */
export async function bodyOf<Body>(response: Response | Promise<Response>): Promise<Body> {
  return (await (await response).json()) as Body;
}

export interface RequestOptions {
  readonly method?: string;
  /** Role of the token; `null` sends none. */
  readonly as?: Role | null;
  readonly token?: string;
  readonly body?: Json;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API over a real org database and the real engine, with a token of every role. */
export interface TestApi {
  readonly api: Api;
  /** What the API was made of, to make another one over the same database. */
  readonly deps: ApiDeps;
  readonly store: OrgStore;
  readonly faults: object[];
  /** Secrets of the tokens by role. */
  readonly secrets: Readonly<Record<Role, string>>;
  readonly disk: { freeBytes: number };
  /** What the planner answers, by revision, or by environment for the branch's head. */
  readonly previews: Map<string, Preview>;
  /** Sends a request and checks the response against the OpenAPI document. */
  request(path: string, options?: RequestOptions): Promise<Response>;
  makeToken(
    name: string,
    role: Role,
    environments: readonly string[] | null,
  ): Promise<{ id: string; secret: string }>;
  close(): Promise<void>;
}

/** The document is the same for every API, and compiling it takes longer than most tests. */
let sharedCheck: ReturnType<typeof conformsToDocument> | null = null;

const serverKey = new Uint8Array(32).fill(7);

export async function openTestApi(
  settings: Partial<ApiSettings> = {},
  more: Partial<ApiDeps> = {},
): Promise<TestApi> {
  const ids = countedIds();
  const { store, close } = await openTestStore(ids);
  const faults: object[] = [];
  const previews = new Map<string, Preview>();
  const disk = { freeBytes: 2_000 };
  const deps = { ...depsOf({ store, ids, faults, disk, previews, settings }), ...more };
  const api = createApi(deps);
  const check = (sharedCheck ??= conformsToDocument(buildDocument(api.app.routes, "0.0.0")));

  async function makeToken(name: string, role: Role, environments: readonly string[] | null) {
    const { secret, token } = createToken(deps, { name, role, environments, expiresAt: null });
    await store.tokens.insert(token, bootstrapActor);
    return { id: token.id, secret };
  }

  const secrets = {} as Record<Role, string>;
  for (const role of roles) secrets[role] = (await makeToken(role, role, null)).secret;

  return {
    api,
    deps,
    store,
    faults,
    secrets,
    previews,
    disk,
    makeToken,
    async request(path, options = {}) {
      const { method = "GET" } = options;
      const response = await api.fetch(new Request(`http://localhost${path}`, initOf(options, secrets)));
      await check(response.clone(), { method, path: path.split("?")[0] ?? path });
      return response;
    },
    async close() {
      await api.close();
      await close();
    },
  };
}

function initOf(options: RequestOptions, secrets: Readonly<Record<Role, string>>): RequestInit {
  const { method = "GET", as = "viewer", body, text } = options;
  const secret = options.token ?? (as === null ? null : secrets[as]);
  const changes = method !== "GET" && method !== "HEAD" && method !== "OPTIONS";
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    method,
    headers: {
      ...(secret === null ? {} : { Authorization: `Bearer ${secret}` }),
      ...(changes ? { "Content-Type": "application/json" } : {}),
      ...options.headers,
    },
    ...(content === undefined || !changes ? {} : { body: content }),
  };
}

/** Sortable by the time they were made, like the real ones. */
function countedIds(): Ids {
  let made = 0;
  return { next: () => `id-${String((made += 1)).padStart(6, "0")}` };
}

interface Parts {
  readonly ids: Ids;
  readonly store: OrgStore;
  readonly faults: object[];
  readonly disk: { freeBytes: number };
  readonly previews: ReadonlyMap<string, Preview>;
  readonly settings: Partial<ApiSettings>;
}

const notFound = new Failure("not-found", "No such revision is known.");

function depsOf({ store, ids, faults, disk, previews, settings }: Parts): ApiDeps {
  const ports = { pipelines: createPipelineLoader(store.versions), clock: systemClock, ids };
  const requireRoom = async () => {
    if (disk.freeBytes < 1_000) throw new Failure("disk-full", "There is no room.", { retryAfterMs: 30_000 });
  };
  const triggers = {
    ...store,
    ...ports,
    requireRoom,
    databaseNow: () => store.now(),
    secrets: { resolve: async (environment: string, { ref }: { ref: string }) => `${environment} ${ref}` },
  };
  const orders = { store, clock: systemClock, ids, secrets: triggers.secrets };
  return {
    ...ports,
    store,
    driftMender: storeMender(store),
    planner: {
      preview: async (environment, revision) => {
        const preview = previews.get(revision ?? environment);
        if (preview !== undefined) return preview;
        throw new Failure("not-found", "No such revision is known.");
      },
    },
    previews: {
      load: () => Promise.reject(notFound),
      loadPipeline: () => Promise.reject(notFound),
    },
    comparisons: {
      compare: () => Promise.reject(notFound),
      loadPipeline: () => Promise.reject(notFound),
      loadManifest: () => Promise.reject(notFound),
    },
    promotions: fakePromotions(),
    explainCommit: async () => {
      throw new Failure("not-found", "No branch contains this commit.");
    },
    rollBack: createRollBack(orders),
    previewRollBack: createRollBackPreview(orders),
    retire: createRetire(orders),
    startRun: async (request) => {
      await requireRoom();
      return startRun({ ...store, ...ports }, request);
    },
    retryRun: async (request) => {
      await requireRoom();
      return retryRun({ ...store, ...ports }, request);
    },
    raiseEvent: (environment, event) => raiseEvent(triggers, environment, event),
    receiveWebhook: (request) => receiveWebhook(triggers, request),
    forge: fakeForge(),
    forgeDoor: null,
    seal: ({ value }) => `sealed:${Buffer.from(value).toString("hex")}`,
    measureDisk: async () => ({ freeBytes: disk.freeBytes, reserveBytes: 1_000 }),
    log: { error: (facts) => faults.push(facts) },
    metrics: new Registry(),
    serverKey,
    dashboard: null,
    settings: {
      version: "0.0.0",
      allowedHosts: ["localhost", "127.0.0.1"],
      publicOrigin: null,
      defaultEnvironment: null,
      metricsRole: null,
      staleAfterMs: 60_000,
      heartbeatMs: 50,
      ...settings,
    },
  };
}
