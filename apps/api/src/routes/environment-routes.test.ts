import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging", { desiredRevision: "b".repeat(40) });
  await seedEnvironment(org.store, "production");
});
afterEach(() => org.close());

async function seedPipelines(count: number): Promise<void> {
  const pipelines = Array.from({ length: count }, (_, index) =>
    compiledPipeline(`flow-${String(index).padStart(4, "0")}`, "1.0.0", {
      team: index % 2 === 0 ? "even" : "odd",
    }),
  );
  await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "applied" });
}

interface Shown {
  readonly environment: { readonly live: object };
}

interface Listed {
  readonly items: readonly object[];
}

describe("an environment", () => {
  test("shows what git wants and what is in force", async () => {
    await seedPipelines(1);
    const { environment } = await bodyOf<Shown>(org.request("/api/v1/environments/staging"));
    expect(environment).toMatchObject({
      slug: "staging",
      state: "in-sync",
      desired: { revision: "b".repeat(40) },
      live: { drift: 0 },
    });
  });

  test("says how its windows stand, and nothing where it has none", async () => {
    const windows = {
      timezone: "Europe/Berlin",
      allow: [],
      deny: [{ cron: "* * * * *", duration: "2m", reason: "never" }],
    };
    await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "applied",
      configuration: { gates: { windows } },
    });
    expect(await bodyOf<Shown>(org.request("/api/v1/environments/staging"))).toMatchObject({
      environment: {
        windows: { timezone: "Europe/Berlin", isOpen: false, reason: "never", closesAt: null, opensAt: null },
      },
    });
    expect(await bodyOf<Shown>(org.request("/api/v1/environments/production"))).toMatchObject({
      environment: { windows: null },
    });
  });

  test("that does not exist is answered with those that do", async () => {
    const response = await org.request("/api/v1/environments/stagin");
    expect(response.status).toBe(404);
    const { detail } = await bodyOf<{ detail: string }>(response);
    expect(detail).toContain("staging");
    expect(detail).toContain("production");
  });

  test("out of reach is missing from the list", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["staging"]);
    const { items } = await bodyOf<Listed>(org.request("/api/v1/environments", { token: secret }));
    expect(items).toMatchObject([{ slug: "staging" }]);
  });
});

describe("applied pipelines", () => {
  test("come in pages that stay below 100 KB and lose nothing", async () => {
    await seedPipelines(450);
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const response = await org.request(`/api/v1/environments/staging/pipelines?limit=100${query}`);
      const text = await response.text();
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
      const page: { items: { slug: string }[]; next: string | null } = JSON.parse(text);
      seen.push(...page.items.map(({ slug }) => slug));
      cursor = page.next;
    }
    expect(seen).toHaveLength(450);
    expect(new Set(seen).size).toBe(450);
  });

  test("are searched by slug and filtered by team", async () => {
    await seedPipelines(12);
    const search = await org.request("/api/v1/environments/staging/pipelines?search=0011");
    expect(await search.json()).toMatchObject({ items: [{ slug: "flow-0011" }] });
    const team = await org.request("/api/v1/environments/staging/pipelines?team=even");
    expect((await bodyOf<Listed>(team)).items).toHaveLength(6);
  });

  test("are shown one by one with their definition", async () => {
    await seedPipelines(1);
    const response = await org.request("/api/v1/environments/staging/pipelines/flow-0000");
    expect(await response.json()).toMatchObject({
      pipeline: { slug: "flow-0000", definition: { slug: "flow-0000", steps: [{ id: "greet" }] } },
    });
  });

  test("that do not exist are answered with some that do", async () => {
    await seedPipelines(2);
    const response = await org.request("/api/v1/environments/staging/pipelines/flow-9");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("flow-0000, flow-0001") });
  });
});
