import { orgChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { browserOf, problemOf, type Who } from "../testing/browser-of.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";

let org: TestApi;
const { logIn, cookieOf, withCookie } = browserOf(() => org);

beforeEach(async () => {
  org = await openTestApi();
});
afterEach(() => org.close());

async function newLink(): Promise<string> {
  const response = org.request("/api/v1/session/links", { method: "POST", as: "deployer" });
  return (await bodyOf<{ secret: string }>(response)).secret;
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
    expect(await problemOf(await logIn({ link }))).toEqual([401, "LOGIN_LINK_SPENT"]);
  });

  test("with one link from many places at once lets one in", async () => {
    const link = await newLink();
    const all = await Promise.all(Array.from({ length: 6 }, () => logIn({ link })));
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401, 401, 401]);
  });

  test("never goes on with a secret that was brought along, and leaves the session one was in", async () => {
    const planted = `lockstep_session=lss_${"x".repeat(43)}`;
    const first = await cookieOf({ token: org.secrets.viewer }, { Cookie: planted });
    expect(first).not.toBe(planted);
    const second = await cookieOf({ token: org.secrets.admin }, { Cookie: first });
    expect(second).not.toBe(first);
    expect(await problemOf(await withCookie(first, "/api/v1/session"))).toEqual([401, "SESSION_ENDED"]);
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
      expect(await problemOf(response)).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
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
