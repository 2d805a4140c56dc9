import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const pipelines = [compiledPipeline("greet", "1.2.3")];
  await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "applied" });
});
afterEach(() => org.close());

describe("versions", () => {
  test("say where they are applied", async () => {
    const { items } = await bodyOf<{ items: object[] }>(org.request("/api/v1/versions/greet"));
    expect(items).toMatchObject([{ version: "1.2.3", appliedIn: ["staging"] }]);
    expect(await (await org.request("/api/v1/versions/other")).json()).toEqual({ items: [], next: null });
  });

  test("are shown one by one with their definition", async () => {
    const response = await org.request("/api/v1/versions/greet/1.2.3");
    expect(await response.json()).toMatchObject({
      version: { version: "1.2.3" },
      definition: { slug: "greet", steps: [{ id: "greet" }] },
    });
    expect((await org.request("/api/v1/versions/greet/1.2.4")).status).toBe(404);
  });

  test("are unknown to a token that reaches none of their environments", async () => {
    const { secret } = await org.makeToken("elsewhere", "viewer", ["production"]);
    expect((await org.request("/api/v1/versions/greet/1.2.3", { token: secret })).status).toBe(404);
    const list = await org.request("/api/v1/versions/greet", { token: secret });
    expect(await list.json()).toMatchObject({ items: [] });
  });
});
