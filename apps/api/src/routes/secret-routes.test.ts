import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

const path = "/api/v1/environments/staging/secrets";

describe("a secret", () => {
  test("goes in sealed and never comes out", async () => {
    const put = await org.request(`${path}/CRM_TOKEN`, {
      method: "PUT",
      as: "admin",
      body: { value: "s3cr3t" },
    });
    expect(put.status).toBe(204);
    const stored = await org.store.secrets.load("staging", "CRM_TOKEN");
    expect(stored).not.toContain("s3cr3t");
    const list = await (await org.request(path, { as: "admin" })).text();
    expect(list).toContain("CRM_TOKEN");
    expect(list).not.toContain(stored);
    expect(await org.store.environments.takeHints()).toEqual(["staging"]);
  });

  test.each(["helpdesk-token", "v2.key", "support/helpdesk", "a".repeat(200)])(
    "has any name that a reference may have, such as %s",
    async (name) => {
      const place = `${path}/${encodeURIComponent(name)}`;
      const put = await org.request(place, { method: "PUT", as: "admin", body: { value: "s3cr3t" } });
      expect(put.status).toBe(204);
      expect(await org.store.secrets.load("staging", name)).not.toBeNull();
      expect((await org.request(place, { method: "DELETE", as: "admin" })).status).toBe(204);
    },
  );

  test("is not repeated by the error that refuses it", async () => {
    for (const body of [{ value: { nested: "s3cr3t" } }, { valeu: "s3cr3t" }, "s3cr3t"]) {
      const response = await org.request(`${path}/CRM_TOKEN`, { method: "PUT", as: "admin", body });
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain("s3cr3t");
    }
    const broken = await org.request(`${path}/CRM_TOKEN`, { method: "PUT", as: "admin", text: "s3cr3t" });
    expect(await broken.text()).not.toContain("s3cr3t");
  });

  test("is removed once", async () => {
    await org.request(`${path}/CRM_TOKEN`, { method: "PUT", as: "admin", body: { value: "x" } });
    const remove = () => org.request(`${path}/CRM_TOKEN`, { method: "DELETE", as: "admin" });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    const entries = await org.store.ledger.list("staging", 1, 10);
    const body = { actor: { kind: "token", id: "token:admin" }, name: "CRM_TOKEN" };
    expect(entries.map((entry) => [entry.kind, entry.body])).toEqual([
      ["secret-stored", body],
      ["secret-removed", body],
    ]);
  });
});
