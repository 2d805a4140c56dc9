import { bootstrapActor } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { browserOf, ownPage, problemOf, type Who } from "../testing/browser-of.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;
const { cookieOf, withCookie } = browserOf(() => org);

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

describe("a session", () => {
  test("may exactly what its token may", async () => {
    const { secret } = await org.makeToken("scoped", "runner", ["staging"]);
    const cookie = await cookieOf({ token: secret });
    expect((await withCookie(cookie, "/api/v1/environments/staging")).status).toBe(200);
    expect(await problemOf(await withCookie(cookie, "/api/v1/environments/production"))).toEqual([
      403,
      "ENVIRONMENT_OUT_OF_REACH",
    ]);
    expect(await problemOf(await withCookie(cookie, "/api/v1/tokens"))).toEqual([403, "ROLE_TOO_LOW"]);
  });

  test("ends with its token", async () => {
    const { id, secret } = await org.makeToken("brief", "viewer", null);
    const cookie = await cookieOf({ token: secret });
    await org.store.tokens.revoke(id, bootstrapActor);
    expect(await problemOf(await withCookie(cookie, "/api/v1/session"))).toEqual([401, "SESSION_ENDED"]);
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
    const headers = { ...ownPage, Cookie: cookie, Authorization: "Bearer lsk_wrong" };
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
      expect(await problemOf(await read({ "Sec-Fetch-Site": site }))).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
      expect(await problemOf(await change({ "Sec-Fetch-Site": site }))).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
    }
    expect((await read({ "Sec-Fetch-Site": "none" })).status).toBe(200);
    expect((await read({})).status).toBe(200);
    expect((await change({ "Sec-Fetch-Site": "none" })).status).toBe(403);
    expect((await change({})).status).toBe(403);
    expect((await change({ Origin: "https://evil.example" })).status).toBe(403);
    expect((await change({ Origin: "http://localhost" })).status).toBe(201);
    expect((await change(ownPage)).status).toBe(201);
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
      const headers = { ...ownPage, Cookie: cookie };
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
    const headers = { ...ownPage, Cookie: cookie };
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
