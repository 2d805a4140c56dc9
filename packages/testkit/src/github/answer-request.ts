import { createHash } from "node:crypto";

import { type GitHubCaller, identify, requirePermission } from "./github-access.ts";
import {
  type GitHubAnswer,
  GitHubProblem,
  type GitHubReply,
  type GitHubRequest,
  notFound,
} from "./github-exchange.ts";
import type { GitHubFaults } from "./github-faults.ts";
import type { GitHubRates } from "./github-rates.ts";
import type { GitHubRouter, RoutedOperation } from "./github-router.ts";
import { requestProblems, responseProblems } from "./github-schemas.ts";
import type { FakeRepository, GitHubWorld, Json } from "./github-state.ts";
import { apiUrl } from "./shapes/render-account.ts";

/** What the answering needs besides the state. */
export interface AnswerSurroundings {
  readonly world: GitHubWorld;
  readonly router: GitHubRouter;
  readonly faults: GitHubFaults;
  readonly violations: string[];
  readonly rates: GitHubRates;
}

/** Answers one request as GitHub does: faults, credentials, schema, effect, paging, ETag, rate. */
export async function answerRequest(
  around: AnswerSurroundings,
  request: GitHubRequest,
): Promise<GitHubAnswer> {
  const moved = movedTo(around.world, request);
  if (moved !== null) return moved;
  const routed = around.router(request.method, canonicalPath(around.world, request.path));
  const fault = around.faults.take(request, routed?.operation.id ?? "");
  if (fault?.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault?.answer !== undefined && fault.afterEffect !== true) return fault.answer;
  const answer = around.rates.refuse(request) ?? (await answerWell(around, request, routed));
  return fault?.answer ?? answer;
}

async function answerWell(
  around: AnswerSurroundings,
  request: GitHubRequest,
  routed: RoutedOperation | null,
): Promise<GitHubAnswer> {
  const headers = { "content-type": "application/json; charset=utf-8", "x-github-media-type": "github.v3" };
  try {
    if (routed === null) {
      around.violations.push(`${request.method} ${request.path} is no operation that the fake knows`);
      throw notFound();
    }
    const reply = await run(around, request, routed);
    return finish(around, request, { routed, reply, headers });
  } catch (error) {
    const problem =
      error instanceof GitHubProblem
        ? error
        : new GitHubProblem(500, error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (problem.status === 500)
      around.violations.push(`${request.method} ${request.path}: ${problem.message}`);
    const body = {
      message: problem.message,
      documentation_url: "https://docs.github.com/rest",
      status: String(problem.status),
    };
    return {
      status: problem.status,
      headers: { ...headers, ...around.rates.count(), ...problem.headers },
      body,
    };
  }
}

async function run(
  around: AnswerSurroundings,
  request: GitHubRequest,
  { route, operation, path }: RoutedOperation,
): Promise<GitHubReply> {
  const { world } = around;
  const { caller, login } = identify(world, request.headers["authorization"], route.by);
  const repository = findRepository(world, path, caller);
  requirePermission(world, route, { caller, login, repository });
  const problems = requestProblems(operation, { query: request.query, path, body: request.body });
  if (problems.length > 0) {
    around.violations.push(...problems.map((problem) => `${operation.id}: ${problem}`));
    throw new GitHubProblem(422, `Invalid request.\n\n${problems.join("\n")}`);
  }
  const body = (request.body ?? {}) as Json;
  const call = { world, caller, login, path, query: request.query, body, repository: repository ?? nowhere };
  if (request.method === "GET" || repository === null) return route.answer(call);
  return world.serially(repository, async () => route.answer(call));
}

/** Routes without a repository in their path do not look at it. */
const nowhere = Object.freeze({}) as FakeRepository;

function findRepository(
  world: GitHubWorld,
  path: Readonly<Record<string, string>>,
  caller: GitHubCaller,
): FakeRepository | null {
  if (path["owner"] === undefined || path["repo"] === undefined) return null;
  const found = repositoryNamed(world, `${path["owner"]}/${path["repo"]}`);
  // Without access GitHub does not even say that there is one.
  const isHidden = caller.kind === "installation" && found?.isInstalled === false && found.isPrivate;
  if (found === null || isHidden) throw notFound();
  return found;
}

export function repositoryNamed(world: GitHubWorld, name: string): FakeRepository | null {
  const wanted = name.toLowerCase();
  for (const repository of world.state.repositories.values()) {
    if (`${repository.owner}/${repository.name}`.toLowerCase() === wanted) return repository;
  }
  return null;
}

/** `/repositories/{id}/…`, where renamed repositories are redirected to, is the same as `/repos/{owner}/{repo}/…`. */
function canonicalPath(world: GitHubWorld, path: string): string {
  const found = /^\/repositories\/(\d+)(\/.*)?$/.exec(path);
  const repository = found === null ? undefined : world.state.repositories.get(Number(found[1]));
  if (found === null || repository === undefined) return path;
  return `/repos/${repository.owner}/${repository.name}${found[2] ?? ""}`;
}

function movedTo(world: GitHubWorld, { method, path, query }: GitHubRequest): GitHubAnswer | null {
  const found = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(path);
  const name = decodeURIComponent(found?.[1] ?? "");
  const id = world.state.movedNames.get(name.toLowerCase());
  if (found === null || id === undefined || repositoryNamed(world, name) !== null) return null;
  const search = query.size > 0 ? `?${query.toString()}` : "";
  const location = `${apiUrl(world)}/repositories/${id}${found[2] ?? ""}${search}`;
  const status = method === "GET" ? 301 : 307;
  return { status, headers: { location }, body: { message: "Moved Permanently", url: location } };
}

function finish(
  around: AnswerSurroundings,
  request: GitHubRequest,
  made: {
    readonly routed: RoutedOperation;
    readonly reply: GitHubReply;
    readonly headers: Readonly<Record<string, string>>;
  },
): GitHubAnswer {
  const { operation } = made.routed;
  const { status, body, link } =
    "list" in made.reply ? page(around, request, made.reply) : { ...made.reply, link: {} };
  for (const problem of responseProblems(operation, status, body)) {
    around.violations.push(`answer of ${operation.id}: ${problem}`);
  }
  if (request.method !== "GET")
    return { status, headers: { ...made.headers, ...around.rates.count() }, body };
  const etag = `W/"${createHash("sha256")
    .update(JSON.stringify(body) ?? "")
    .digest("hex")}"`;
  const headers = { ...made.headers, ...link, etag };
  // What did not change costs nothing.
  if (request.headers["if-none-match"] === etag) {
    return { status: 304, headers: { ...headers, ...around.rates.headers() }, body: undefined };
  }
  return { status, headers: { ...headers, ...around.rates.count() }, body };
}

function page(
  { world }: AnswerSurroundings,
  request: GitHubRequest,
  reply: { readonly list: readonly unknown[]; readonly under?: string },
) {
  const size = Math.min(100, Number(request.query.get("per_page") ?? 30));
  const number = Math.max(1, Number(request.query.get("page") ?? 1));
  // Deliveries are paged by cursor: ours is the number of those seen.
  const cursor = Number(request.query.get("cursor") ?? (number - 1) * size);
  const items = reply.list.slice(cursor, cursor + size);
  const isCursor = request.path.endsWith("/deliveries");
  const link: Record<string, string> = {};
  if (cursor + size < reply.list.length) {
    const query = new URLSearchParams(request.query);
    if (isCursor) query.set("cursor", String(cursor + size));
    else query.set("page", String(number + 1));
    link["link"] = `<${apiUrl(world)}${request.path}?${query.toString()}>; rel="next"`;
  }
  const body = reply.under === undefined ? items : { total_count: reply.list.length, [reply.under]: items };
  return { status: 200, body, link };
}
