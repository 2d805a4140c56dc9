import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { RequestHandler } from "msw";

import { answerRequest } from "./answer-request.ts";
import { createGitHubState, createGitHubWorld } from "./create-github-world.ts";
import { createGitHubActions, type FakeGitHubActions } from "./github-actions.ts";
import type { GitHubRequest } from "./github-exchange.ts";
import { type GitHubFault, GitHubFaults } from "./github-faults.ts";
import { GitHubRates, type RateLimits } from "./github-rates.ts";
import { createRouter } from "./github-router.ts";
import type { GitHubState } from "./github-state.ts";
import { listenAgain } from "./listen-again.ts";
import { appRoutes, hookRoutes } from "./routes/app-routes.ts";
import { checkRoutes } from "./routes/check-routes.ts";
import { gitRoutes } from "./routes/git-routes.ts";
import { pullRoutes } from "./routes/pull-routes.ts";
import { reportRoutes } from "./routes/report-routes.ts";
import { repositoryRoutes } from "./routes/repository-routes.ts";
import { createGitDoor } from "./serve-git.ts";
import { createGitHubHandlers, createGitHubServer } from "./serve-github.ts";
import { createWebhookHub, type FakeWebhooks, type WebhookSettings } from "./webhook-hub.ts";

export interface FakeGitHubOptions {
  /** Milliseconds since the epoch. Installation tokens live one hour of it. */
  readonly now?: () => number;
  /** How many reads of a pull request answer `mergeable: null` after it was opened or pushed to; 1 if not said. */
  readonly unknownReads?: number;
  readonly webhook?: WebhookSettings;
  /** 5 000 requests per hour and no secondary limit if not said. */
  readonly rates?: Partial<RateLimits>;
}

/**
 * GitHub as a state machine on loopback: REST below `/api/v3`, git over HTTP at `/<owner>/<name>.git` on real
 * repositories, and signed webhooks. Every request, answer and payload is checked against GitHub's own descriptions.
 */
export interface FakeGitHub extends FakeGitHubActions {
  /** Base URL of the REST interface. */
  readonly url: string;
  /** Where pages and git lie. */
  readonly origin: string;
  readonly state: GitHubState;
  /** Every REST request that came, oldest first. */
  readonly requests: readonly GitHubRequest[];
  /** What broke GitHub's own descriptions, in sentences. A test expects none. */
  readonly violations: readonly string[];
  readonly webhooks: FakeWebhooks;
  /** Whether git over HTTP asks for a token; private repositories always do. */
  requiresGitToken: boolean;
  /** Lets requests fail; gives what switches it off. */
  fail(fault: GitHubFault): () => void;
  clearFaults(): void;
  /** The same GitHub for msw 2 (`onUnhandledRequest: "error"`), at `https://api.github.com` if not said. */
  handlers(baseUrl?: string): RequestHandler[];
  /** From now on connections are refused. */
  goDown(): Promise<void>;
  /** Back on the same port. */
  comeUp(): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-github-"));
  const now = options.now ?? Date.now;
  const violations: string[] = [];
  const requests: GitHubRequest[] = [];
  const faults = new GitHubFaults();
  const ids = { last: 1000 };
  const nextId = () => (ids.last += 1);
  const state = createGitHubState(nextId);
  const around = { now, nextId, appId: state.app.id, installationId: state.installation.id, violations };
  const hub = createWebhookHub(around, options.webhook ?? {});
  const door = { requiresToken: false };
  let isDown = false;

  const answer = async (request: GitHubRequest) => {
    if (isDown) return "cut" as const;
    requests.push(request);
    return answerRequest({ world, router, faults, violations, rates }, request);
  };
  const server = createGitHubServer(answer, (request, response) => git.serve(request, response));
  const port = await listenAgain(server, 0);
  const world = createGitHubWorld({
    state,
    directory,
    origin: `http://127.0.0.1:${port}`,
    now,
    nextId,
    unknownReads: options.unknownReads ?? 1,
    send: (event, payload) => hub.emit(event, payload),
  });
  const git = createGitDoor(world, directory, door);
  const router = createRouter([
    ...appRoutes(),
    ...hookRoutes(hub),
    ...repositoryRoutes(),
    ...pullRoutes(),
    ...checkRoutes(),
    ...reportRoutes(),
    ...gitRoutes(),
  ]);
  const rates = new GitHubRates({ perHour: 5000, changesPerMinute: Infinity, ...options.rates }, now);

  return {
    ...createGitHubActions(world, hub),
    url: `${world.origin}/api/v3`,
    origin: world.origin,
    state,
    requests,
    violations,
    webhooks: hub,
    get requiresGitToken() {
      return door.requiresToken;
    },
    set requiresGitToken(isRequired) {
      door.requiresToken = isRequired;
    },
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    handlers: (baseUrl = "https://api.github.com") => createGitHubHandlers(answer, baseUrl),
    goDown: async () => {
      isDown = true;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    comeUp: async () => {
      isDown = false;
      await listenAgain(server, port);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await git.settled();
      await hub.settled();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
