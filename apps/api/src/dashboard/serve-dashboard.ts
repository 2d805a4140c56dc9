import { randomBytes } from "node:crypto";

import type { Context } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { chooseEncoding } from "./choose-encoding.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import type { DashboardFile } from "./dashboard-file.ts";
import { missingPage } from "./missing-page.ts";
import { type Dashboard, noncePlaceholder } from "./read-dashboard.ts";

/** What stands where the dashboard is: itself, or nothing because it was not built. */
export type DashboardOrNone = Dashboard | "not-built";

/** A year, the longest that caches are asked for. */
const forever = "public, max-age=31536000, immutable";

/** Paths below which only routes and files answer: what is not there is not a screen either. */
const isReserved = /^\/(api|docs|hooks|assets)(\/|$)/;

/**
 * Answers what no route has taken: a file of the dashboard, or its page for every address that a person opens. `null`
 * when it is neither.
 */
export async function serveDashboard(
  c: Context<ApiEnv>,
  dashboard: DashboardOrNone,
): Promise<Response | null> {
  const { method, path } = c.req;
  if (method !== "GET" && method !== "HEAD") return null;
  const file = dashboard === "not-built" ? undefined : dashboard.files.get(path);
  if (file !== undefined) return serveFile(c, file);
  if (isReserved.test(path) || !wantsPage(c)) return null;
  return dashboard === "not-built" ? c.html(missingPage, 503) : servePage(c, dashboard);
}

/** Browsers say that they want a page; other programs get one where nothing else can be meant. */
function wantsPage(c: Context<ApiEnv>): boolean {
  const accepted = c.req.header("Accept") ?? "*/*";
  return accepted.includes("text/html") || (accepted.includes("*/*") && !/\.[^/]*$/.test(c.req.path));
}

/** Never kept: a kept page would have the nonce of one answer under the policy of another. */
function servePage(c: Context<ApiEnv>, { page }: Dashboard): Response | Promise<Response> {
  const nonce = randomBytes(16).toString("base64url");
  c.set("contentSecurityPolicy", contentSecurityPolicy(nonce));
  c.header("Cache-Control", "no-cache");
  return c.html(page.replaceAll(noncePlaceholder, nonce));
}

async function serveFile(c: Context<ApiEnv>, file: DashboardFile): Promise<Response> {
  const { bytes, encoding, etag } = await file.load(chooseEncoding(c.req.header("Accept-Encoding")));
  c.set("contentSecurityPolicy", contentSecurityPolicy(null));
  c.header("Cache-Control", file.isImmutable ? forever : "no-cache");
  c.header("ETag", etag);
  c.header("Vary", "Accept-Encoding");
  if (isKnown(c.req.header("If-None-Match"), etag)) return c.body(null, 304);
  c.header("Content-Type", file.mediaType);
  c.header("Content-Length", String(bytes.byteLength));
  if (encoding !== "identity") c.header("Content-Encoding", encoding);
  return c.body(bytes, 200);
}

function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(etag) || known.includes("*");
}
