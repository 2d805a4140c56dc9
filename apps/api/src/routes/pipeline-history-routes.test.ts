import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  await seedEnvironment(org.store, "production");
});
afterEach(() => org.close());

interface Page {
  readonly items: readonly { readonly deploy: string; readonly to: { readonly version: string } | null }[];
  readonly next: string | null;
}

const history = (slug: string, query = "") =>
  bodyOf<Page>(org.request(`/api/v1/environments/staging/pipelines/${slug}/history${query}`));

/** Two versions of `greet`, and a deploy that has nothing to do with it. */
async function deployThrice() {
  const deploy = { environment: "staging", state: "applied" } as const;
  const greet = compiledPipeline("greet", "1.1.0", {
    steps: [{ id: "greet", type: "set", with: { values: { greeting: "Hi" } } }],
  });
  await seedDeploy(org.store, { id: "deploy-1", ...deploy, pipelines: [compiledPipeline("greet")] });
  await seedDeploy(org.store, { id: "deploy-2", ...deploy, pipelines: [compiledPipeline("other")] });
  await seedDeploy(org.store, { id: "deploy-3", ...deploy, pipelines: [greet] });
}

describe("the history of a pipeline", () => {
  test("lists the deploys that changed it, newest first, with who wrote them", async () => {
    await deployThrice();
    const { items } = await history("greet");
    expect(items.map(({ deploy, to }) => [deploy, to?.version])).toEqual([
      ["deploy-3", "1.1.0"],
      ["deploy-1", "1.0.0"],
    ]);
    expect(items[0]).toMatchObject({ kind: "applied", intent: "merge", author: "Ada" });
  });

  test("comes in pages, and is empty for what never ran", async () => {
    await deployThrice();
    const { items, next } = await history("greet", "?limit=1");
    expect(items.map(({ deploy }) => deploy)).toEqual(["deploy-3"]);
    const rest = await history("greet", `?limit=1&cursor=${next}`);
    expect(rest.items.map(({ deploy }) => deploy)).toEqual(["deploy-1"]);
    expect(await history("never")).toEqual({ items: [], next: null });
  });

  test("is not for tokens of other environments", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    const path = "/api/v1/environments/staging/pipelines/greet/history";
    expect((await org.request(path, { token: secret })).status).toBe(403);
  });
});

describe("one pipeline across environments", () => {
  interface Standing {
    readonly environments: readonly { readonly slug: string }[];
    readonly pipeline: { readonly slug: string; readonly cells: Readonly<Record<string, object | null>> };
  }

  test("has a cell for each environment, null where it does not run", async () => {
    await deployThrice();
    const { environments, pipeline } = await bodyOf<Standing>(org.request("/api/v1/pipelines/greet"));
    expect(environments.map(({ slug }) => slug).toSorted()).toEqual(["production", "staging"]);
    expect(pipeline).toMatchObject({
      slug: "greet",
      cells: { staging: { version: "1.1.0", sync: "in-sync", health: "idle" }, production: null },
    });
  });

  test("that runs nowhere in reach is not found", async () => {
    await deployThrice();
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    expect((await org.request("/api/v1/pipelines/greet", { token: secret })).status).toBe(404);
    expect((await org.request("/api/v1/pipelines/gree")).status).toBe(404);
  });
});
