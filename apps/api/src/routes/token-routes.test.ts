import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type RequestOptions, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

function create(body: NonNullable<RequestOptions["body"]>, token?: string): Promise<Response> {
  return org.request("/api/v1/tokens", { method: "POST", as: "admin", body, ...(token ? { token } : {}) });
}

interface Created {
  readonly token: { readonly id: string };
  readonly secret: string;
}

describe("a token", () => {
  test("is shown once, works at once, and stops working when it is revoked", async () => {
    const response = await create({ name: "ci", role: "viewer", environments: ["staging"] });
    expect(response.status).toBe(201);
    const { token, secret } = await bodyOf<Created>(response);
    expect(secret).toMatch(/^lsk_[\w-]{43}$/);
    expect((await org.request("/api/v1/environments/staging", { token: secret })).status).toBe(200);
    const listed = await (await org.request("/api/v1/tokens", { as: "admin" })).text();
    expect(listed).toContain('"ci"');
    expect(listed).not.toContain(secret);
    const revoked = await org.request(`/api/v1/tokens/${token.id}`, { method: "DELETE", as: "admin" });
    expect(revoked.status).toBe(204);
    expect((await org.request("/api/v1/environments/staging", { token: secret })).status).toBe(401);
  });

  test("is stored as a digest only", async () => {
    const { secret } = await bodyOf<Created>(create({ name: "ci", role: "viewer" }));
    expect(JSON.stringify(await org.store.tokens.list())).not.toContain(secret.slice(4));
  });

  test("stops working when it expires", async () => {
    const expiresAt = new Date(Date.parse(await org.store.now()) + 150).toISOString();
    const { secret } = await bodyOf<Created>(create({ name: "brief", role: "viewer", expiresAt }));
    expect((await org.request("/api/v1/runs", { token: secret })).status).toBe(200);
    while ((await org.store.now()) <= expiresAt) await new Promise((resolve) => setImmediate(resolve));
    expect((await org.request("/api/v1/runs", { token: secret })).status).toBe(401);
  });

  test("shows when it was last used", async () => {
    const { token, secret } = await bodyOf<Created>(create({ name: "ci", role: "viewer" }));
    await org.request("/api/v1/runs", { token: secret });
    const stored = (await org.store.tokens.list()).find(({ id }) => id === token.id);
    expect(stored?.lastUsedAt).not.toBeNull();
  });

  test("never shares its name with another live one", async () => {
    await create({ name: "ci", role: "viewer" });
    const second = await create({ name: "ci", role: "admin" });
    expect(await second.json()).toMatchObject({ status: 409, code: "TOKEN_NAME_TAKEN" });
  });

  test.each([
    { name: "CI", role: "viewer" },
    { name: "ci", role: "root" },
    { name: "ci", role: "viewer", environments: [] },
    { name: "ci", role: "viewer", expiresAt: "2020-01-01T00:00:00Z" },
    { name: "ci", role: "viewer", expiresAt: "2026-99-99T00:00:00Z" },
    { role: "viewer" },
  ])("is refused for %j", async (body) => {
    expect((await create(body)).status).toBe(400);
  });

  test("made by an admin of one environment stays within it", async () => {
    const { secret } = await org.makeToken("staging-admin", "admin", ["staging"]);
    for (const environments of [null, ["production"], ["staging", "production"]]) {
      const response = await create({ name: "ci", role: "viewer", environments }, secret);
      expect(await response.json()).toMatchObject({ code: "ENVIRONMENT_OUT_OF_REACH" });
    }
    expect((await create({ name: "ci", role: "viewer", environments: ["staging"] }, secret)).status).toBe(
      201,
    );
    const { items } = await bodyOf<{ items: { name: string }[] }>(
      org.request("/api/v1/tokens", { token: secret }),
    );
    expect(items.map(({ name }) => name).sort()).toEqual(["ci", "staging-admin"]);
  });
});
