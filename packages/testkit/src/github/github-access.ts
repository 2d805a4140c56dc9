import { verify } from "node:crypto";

import { type GitHubCaller, GitHubProblem, type GitHubRoute, notFound } from "./github-exchange.ts";
import type { FakeRepository, GitHubWorld } from "./github-state.ts";

export type { GitHubCaller } from "./github-exchange.ts";

const badCredentials = () => new GitHubProblem(401, "Bad credentials");

/** Finds out who asks; throws as GitHub refuses. */
export function identify(
  world: GitHubWorld,
  header: string | undefined,
  by: GitHubRoute["by"],
): { readonly caller: GitHubCaller; readonly login: string } {
  const token = tokenOf(header);
  if (by === "app") {
    if (token === null || !isOwnJwt(world, token)) {
      throw new GitHubProblem(401, "A JSON web token could not be decoded");
    }
    return { caller: { kind: "app" }, login: botOf(world) };
  }
  if (token === null) {
    if (by === "anyone") return { caller: { kind: "anonymous" }, login: "anonymous" };
    throw new GitHubProblem(401, "Requires authentication");
  }
  const known = world.state.tokens.get(token);
  if (known === undefined) throw badCredentials();
  if (known.kind === "user") {
    if (known.isRevoked) throw badCredentials();
    return { caller: { ...known, token }, login: known.login };
  }
  if (known.expiresAt <= world.now() || world.state.installation.state === "deleted") throw badCredentials();
  if (world.state.installation.state === "suspended") {
    throw new GitHubProblem(403, "This installation has been suspended");
  }
  return { caller: { ...known, token }, login: botOf(world) };
}

function botOf(world: GitHubWorld): string {
  return `${world.state.app.slug}[bot]`;
}

/** From `token x`, `Bearer x`, or the password of `Basic`. */
function tokenOf(header: string | undefined): string | null {
  const [scheme = "", value = ""] = (header ?? "").split(" ");
  if (value === "") return null;
  if (scheme.toLowerCase() !== "basic") return value;
  const text = Buffer.from(value, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}

/** Whether git over HTTP may be used with this header. */
export function mayUseGit(world: GitHubWorld, header: string | undefined): boolean {
  try {
    return identify(world, header, undefined).caller.kind !== "anonymous";
  } catch {
    return false;
  }
}

/** Signed by the app, at most ten minutes long (with a minute for clocks). Not compared with the fake's own clock. */
function isOwnJwt(world: GitHubWorld, token: string): boolean {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const { app } = world.state;
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    app.publicKey,
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) return false;
  const { iss, iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as Record<
    string,
    unknown
  >;
  return [String(app.id), app.clientId].includes(String(iss)) && Number(exp) - Number(iat) <= 660;
}

/** An installation may do what it was granted, where it is installed; a person what the repository allows. */
export function requirePermission(
  world: GitHubWorld,
  route: GitHubRoute,
  who: { readonly caller: GitHubCaller; readonly login: string; readonly repository: FakeRepository | null },
): void {
  const { caller, repository } = who;
  const [name = "", level = "read"] = (route.permission ?? "").split(":");
  if (name === "") return;
  if (caller.kind === "user") return requireRole(who, name, level);
  if (caller.kind !== "installation") return;
  const granted = name === "metadata" ? "read" : world.state.installation.permissions[name];
  const isEnough = granted === "write" || (granted === "read" && level === "read");
  const isInstalled = repository === null || repository.isInstalled || level === "read";
  if (isEnough && isInstalled) return;
  throw new GitHubProblem(403, "Resource not accessible by integration", {
    "x-accepted-github-permissions": `${name}=${level}`,
  });
}

/** Whoever may read may also open pull requests and comment. */
function requireRole(
  { login, repository }: { readonly login: string; readonly repository: FakeRepository | null },
  name: string,
  level: string,
): void {
  if (repository === null) return;
  const role = repository.permissions.get(login) ?? (repository.isPrivate ? "none" : "read");
  if (role === "none") throw notFound();
  if (level === "read" || name === "pull_requests" || role === "write" || role === "admin") return;
  throw new GitHubProblem(403, "Must have push access to repository");
}
