import { bootstrapActor, orgChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type RequestOptions, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

interface Who {
  readonly session: { readonly name: string; readonly expiresAt: string | null };
}

const own = { "Sec-Fetch-Site": "same-origin" };

function logIn(body: NonNullable<RequestOptions["body"]>, headers = {}): Promise<Response> {
  return org.request("/api/v1/session", { method: "POST", as: null, body, headers });
}

/** Logs in and returns what the browser would send from then on. */
async function cookieOf(body: NonNullable<RequestOptions["body"]>, headers = {}): Promise<string> {
  const response = await logIn(body, headers);
  expect(response.status).toBe(200);
  return (response.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
}

function withCookie(cookie: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const headers = { ...own, ...options.headers, Cookie: cookie };
  return org.request(path, { as: null, ...options, headers });
}

async function newLink(): Promise<string> {
  const response = org.request("/api/v1/session/links", { method: "POST", as: "deployer" });
  return (await bodyOf<{ secret: string }>(response)).secret;
}

async function codeOf(response: Response): Promise<unknown> {
  return [response.status, (await bodyOf<{ code: string }>(response)).code];
}

describe("logging in", () => {
  test("with a token gives a cookie that scripts and other sites do not get, and says who one is", async () => {
    const response = await logIn({ token: org.secrets.deployer });
    expect(response.headers.get("Set-Cookie")).toMatch(
      /^lockstep_session=lss_[\w-]{43}; Max-Age=4\d{4}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    const body = await bodyOf<Who>(response);
    expect(body).toMatchObject({
      session: { name: "deployer", role: "deployer", environments: null, team: null },
      installation: { version: "0.0.0", publicOrigin: null },
    });
    const lasts = Date.parse(body.session.expiresAt ?? "") - Date.parse(await org.store.now());
    expect(Math.abs(lasts - 12 * 3_600_000)).toBeLessThan(60_000);
  });

  test("over HTTPS gives one that is bound to this host", async () => {
    await org.close();
    org = await openTestApi({ publicOrigin: "https://lockstep.example" });
    const cookie = (await logIn({ token: org.secrets.viewer })).headers.get("Set-Cookie") ?? "";
    expect(cookie).toMatch(/^__Host-lockstep_session=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect((await withCookie(cookie.split(";")[0] ?? "", "/api/v1/session")).status).toBe(200);
  });

  test("with a link works once, and with the rights of who made it", async () => {
    const link = await newLink();
    const cookie = await cookieOf({ link });
    expect(await bodyOf<Who>(withCookie(cookie, "/api/v1/session"))).toMatchObject({
      session: { name: "deployer", role: "deployer" },
    });
    expect(await codeOf(await logIn({ link }))).toEqual([401, "LOGIN_LINK_SPENT"]);
  });

  test("with one link from many places at once lets one in", async () => {
    const link = await newLink();
    const all = await Promise.all(Array.from({ length: 6 }, () => logIn({ link })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
  });

  test("never goes on with a secret that was brought along, and leaves the session one was in", async () => {
    const planted = `lockstep_session=lss_${"x".repeat(43)}`;
    const first = await cookieOf({ token: org.secrets.viewer }, { Cookie: planted });
    expect(first).not.toBe(planted);
    const second = await cookieOf({ token: org.secrets.admin }, { Cookie: first });
    expect(second).not.toBe(first);
    expect(await codeOf(await withCookie(first, "/api/v1/session"))).toEqual([401, "SESSION_ENDED"]);
    expect(await bodyOf<Who>(withCookie(second, "/api/v1/session"))).toMatchObject({
      session: { name: "admin" },
    });
  });

  test.each([
    ["nothing", {}],
    ["two proofs", { token: "lsk_a", link: "lsl_a" }],
    ["something else", { password: "hunter2" }],
  ])("with %s is bad input, and the answer repeats none of it", async (_, body) => {
    const response = await logIn(body);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/lsk_a|lsl_a|hunter2/);
  });

  test.each([
    { token: "lsk_unknown" },
    { token: "" },
    { link: "lsl_unknown" },
    { link: `lsl_${"a".repeat(43)}` },
  ])("with %j is refused", async (body) => {
    expect((await logIn(body)).status).toBe(401);
  });

  test("with a session's secret, or a link's as a token, is refused", async () => {
    const [, secret = ""] = (await cookieOf({ token: org.secrets.viewer })).split("=");
    const link = await newLink();
    for (const body of [{ token: secret }, { link: secret }, { token: link }, { link: org.secrets.viewer }]) {
      expect((await logIn(body)).status).toBe(401);
    }
    expect((await org.request("/api/v1/session", { token: secret })).status).toBe(401);
  });

  test("from pages of another origin is refused", async () => {
    for (const headers of [
      { Origin: "https://evil.example" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "none" },
    ]) {
      const response = await logIn({ token: org.secrets.viewer }, headers);
      expect(await codeOf(response)).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
      expect(response.headers.has("Set-Cookie")).toBe(false);
    }
  });

  test("takes JSON only, which no form of another site can send", async () => {
    const headers = { "Content-Type": "text/plain" };
    expect((await logIn({ token: org.secrets.viewer }, headers)).status).toBe(415);
  });

  test("again and again from one address is slowed down", async () => {
    const tries = Array.from({ length: 70 }, () => logIn({ link: "lsl_wrong" }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(60);
    expect(statuses).toContain(429);
  });

  test("is an entry of the org's chain, without a secret", async () => {
    const cookie = await cookieOf({ link: await newLink() });
    await withCookie(cookie, "/api/v1/session", { method: "DELETE" });
    const response = await org.request("/api/v1/audit?kind=session-opened&kind=session-ended", {
      as: "admin",
    });
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      items: [
        { environment: orgChain, kind: "session-ended", body: { actor: { id: "token:deployer" } } },
        { environment: orgChain, kind: "session-opened", body: { by: "link" } },
      ],
    });
    expect(text).not.toMatch(/lss_|lsl_|lsk_|digest/);
  });
});

describe("a session", () => {
  test("may exactly what its token may", async () => {
    const { secret } = await org.makeToken("scoped", "runner", ["staging"]);
    const cookie = await cookieOf({ token: secret });
    expect((await withCookie(cookie, "/api/v1/environments/staging")).status).toBe(200);
    expect(await codeOf(await withCookie(cookie, "/api/v1/environments/production"))).toEqual([
      403,
      "ENVIRONMENT_OUT_OF_REACH",
    ]);
    expect(await codeOf(await withCookie(cookie, "/api/v1/tokens"))).toEqual([403, "ROLE_TOO_LOW"]);
  });

  test("ends with its token", async () => {
    const { id, secret } = await org.makeToken("brief", "viewer", null);
    const cookie = await cookieOf({ token: secret });
    await org.store.tokens.revoke(id, bootstrapActor);
    expect(await codeOf(await withCookie(cookie, "/api/v1/session"))).toEqual([401, "SESSION_ENDED"]);
  });

  test("ends when one logs out, alone and with its cookie", async () => {
    const [one, other] = [
      await cookieOf({ token: org.secrets.viewer }),
      await cookieOf({ token: org.secrets.viewer }),
    ];
    const response = await withCookie(one, "/api/v1/session", { method: "DELETE" });
    expect(response.status).toBe(204);
    expect(response.headers.get("Set-Cookie")).toMatch(/^lockstep_session=; Max-Age=0; Path=\//);
    expect((await withCookie(one, "/api/v1/session")).status).toBe(401);
    expect((await withCookie(other, "/api/v1/session")).status).toBe(200);
  });

  test("is not what a token is: that has none to end", async () => {
    expect((await org.request("/api/v1/session", { method: "DELETE" })).status).toBe(404);
    expect(await bodyOf<Who>(org.request("/api/v1/session"))).toMatchObject({
      session: { name: "viewer", expiresAt: null },
    });
  });

  test.each([
    "lockstep_session=",
    "lockstep_session=lss_",
    `lockstep_session=lss_${"A".repeat(43)}`,
    `lockstep_session=${"x".repeat(4_000)}`,
    "lockstep_session=%00%ff",
    "lockstep_session=' OR 1=1 --",
  ])("is not had with the forged cookie %s", async (cookie) => {
    expect((await withCookie(cookie, "/api/v1/session")).status).toBe(401);
  });

  test("is not had with a token as a cookie, nor under the name of the other scheme", async () => {
    const [, secret = ""] = (await cookieOf({ token: org.secrets.admin })).split("=");
    for (const cookie of [`lockstep_session=${org.secrets.admin}`, `__Host-lockstep_session=${secret}`]) {
      expect((await withCookie(cookie, "/api/v1/session")).status).toBe(401);
    }
  });

  test("does not stand in for a bearer token that is no good", async () => {
    const cookie = await cookieOf({ token: org.secrets.viewer });
    const headers = { ...own, Cookie: cookie, Authorization: "Bearer lsk_wrong" };
    expect((await org.request("/api/v1/session", { as: null, headers })).status).toBe(401);
  });

  test("is not used by pages of other origins, neighbouring ports included", async () => {
    const cookie = await cookieOf({ token: org.secrets.admin });
    const read = (headers: Record<string, string>) =>
      org.request("/api/v1/session", { as: null, headers: { Cookie: cookie, ...headers } });
    const change = (headers: Record<string, string>) =>
      org.request("/api/v1/session/links", {
        method: "POST",
        as: null,
        headers: { Cookie: cookie, ...headers },
      });
    for (const site of ["cross-site", "same-site"]) {
      expect(await codeOf(await read({ "Sec-Fetch-Site": site }))).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
      expect(await codeOf(await change({ "Sec-Fetch-Site": site }))).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
    }
    expect((await read({ "Sec-Fetch-Site": "none" })).status).toBe(200);
    expect((await read({})).status).toBe(200);
    expect((await change({ "Sec-Fetch-Site": "none" })).status).toBe(403);
    expect((await change({})).status).toBe(403);
    expect((await change({ Origin: "https://evil.example" })).status).toBe(403);
    expect((await change({ Origin: "http://localhost" })).status).toBe(201);
    expect((await change(own)).status).toBe(201);
  });

  test("cannot make itself last: what its links open ends when it does", async () => {
    const cookie = await cookieOf({ token: org.secrets.viewer });
    const until = async (of: string) =>
      (await bodyOf<Who>(withCookie(of, "/api/v1/session"))).session.expiresAt;
    const made = withCookie(cookie, "/api/v1/session/links", { method: "POST" });
    const { secret, url } = await bodyOf<{ secret: string; url: string }>(made);
    expect(url).toBe(`http://localhost/login#${secret}`);
    expect(await until(await cookieOf({ link: secret }))).toBe(await until(cookie));
  });

  test("has its open streams ended when one logs out, and others go on", async () => {
    const [one, other] = [
      await cookieOf({ token: org.secrets.viewer }),
      await cookieOf({ token: org.secrets.viewer }),
    ];
    const streamOf = async (cookie: string) => {
      const headers = { ...own, Cookie: cookie };
      const request = new Request("http://localhost/api/v1/events", { headers });
      return (await org.api.fetch(request)).body?.getReader();
    };
    const [ending, staying] = [await streamOf(one), await streamOf(other)];
    await ending?.read();
    await withCookie(one, "/api/v1/session", { method: "DELETE" });
    while ((await ending?.read())?.done !== true);
    expect((await staying?.read())?.done).toBe(false);
    await staying?.cancel();
  });

  test("has its streams ended by the next heartbeat when another process ends it", async () => {
    const cookie = await cookieOf({ token: org.secrets.viewer });
    const headers = { ...own, Cookie: cookie };
    const response = await org.api.fetch(new Request("http://localhost/api/v1/events", { headers }));
    const stream = response.body?.getReader();
    await stream?.read();
    const [opened] = (
      await bodyOf<{ items: { body: { session: string } }[] }>(
        org.request("/api/v1/audit?kind=session-opened", { as: "admin" }),
      )
    ).items;
    expect(await org.store.sessions.end(opened?.body.session ?? "")).toBe(true);
    while ((await stream?.read())?.done !== true);
  });
});
