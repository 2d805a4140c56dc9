import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { buildDocument } from "../openapi/build-document.ts";
import { browserOf, ownPage, problemOf } from "../testing/browser-of.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;
const { cookieOf, logIn, withCookie } = browserOf(() => org);
let cookie: string;

beforeAll(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  cookie = await cookieOf({ token: org.secrets.admin });
});
afterAll(() => org.close());

/** Method and path of every route behind the login. */
function guarded(): readonly (readonly [string, string])[] {
  return Object.entries(buildDocument(org.api.app.routes, "0.0.0").paths).flatMap(([template, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation["x-role"] !== undefined)
      .map(
        ([method]) =>
          [method.toUpperCase(), template.replace("{env}", "staging").replaceAll(/\{\w+\}/g, "x1")] as const,
      ),
  );
}

describe("a page of another origin", () => {
  test.each([
    ["another site", { "Sec-Fetch-Site": "cross-site" }],
    ["another port", { "Sec-Fetch-Site": "same-site" }],
    ["another origin", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }],
    ["a sandboxed frame", { "Sec-Fetch-Site": "cross-site", Origin: "null" }],
  ])("on %s gets nothing and changes nothing with somebody's session, on any route", async (_, headers) => {
    const routes = guarded();
    expect(routes.length).toBeGreaterThan(60);
    for (const [method, path] of routes) {
      const response = await withCookie(cookie, path, { method, headers });
      expect([path, response.status]).toEqual([path, 403]);
      expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  });

  test.each([
    ["of an address that somebody typed", { "Sec-Fetch-Site": "none" }],
    ["that says nothing of itself", {}],
  ])("changes nothing by a request %s", async (_, given) => {
    const headers = { ...given, Cookie: cookie };
    for (const [method, path] of guarded().filter(([method]) => method !== "GET")) {
      const response = await org.request(path, { method, as: null, headers });
      expect([path, ...(await problemOf(response))]).toEqual([path, 403, "ORIGIN_NOT_ALLOWED"]);
    }
  });

  test("logs nobody in, not even to a session of its own", async () => {
    for (const site of ["cross-site", "same-site", "none"]) {
      const response = await logIn({ token: org.secrets.viewer }, { "Sec-Fetch-Site": site });
      expect([response.status, response.headers.get("Set-Cookie")]).toEqual([403, null]);
    }
  });

  test("cannot decide what session a login ends in", async () => {
    const chosen = `lockstep_session=lss_${"A".repeat(43)}`;
    const given = await cookieOf({ token: org.secrets.viewer }, { ...ownPage, Cookie: chosen });
    expect(given).not.toBe(chosen);
    expect((await withCookie(chosen, "/api/v1/session")).status).toBe(401);
    const next = await cookieOf({ token: org.secrets.viewer }, { ...ownPage, Cookie: given });
    expect(next).not.toBe(given);
    expect((await withCookie(given, "/api/v1/session")).status).toBe(401);
  });
});

describe("answers behind the login", () => {
  test("are kept by nobody in between, and by no browser after a logout", async () => {
    // Streams never end by themselves; they say `no-cache, no-transform`.
    const reading = guarded().filter(([method, path]) => method === "GET" && !path.endsWith("/events"));
    for (const [method, path] of reading) {
      const { ok, headers } = await withCookie(cookie, path, { method });
      const isCatalogue = ok && path.startsWith("/api/v1/steps");
      expect(headers.get("Cache-Control"), path).toMatch(
        isCatalogue ? /^private, max-age=300$/ : /^no-store/,
      );
    }
  });

  test("are shown in nobody's frame and taken for nothing but what they are", async () => {
    const { headers } = await withCookie(cookie, "/api/v1/environments");
    expect(headers.get("X-Frame-Options")).toBe("DENY");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  });
});
