import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

interface Cell {
  readonly version: string | null;
  readonly sync: string;
  readonly health: string;
  readonly because: string;
  readonly ahead: number;
}

interface Matrix {
  readonly environments: readonly { readonly slug: string }[];
  readonly items: readonly { readonly slug: string; readonly cells: Record<string, Cell | null> }[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: { readonly sync: Record<string, number>; readonly health: Record<string, number> };
}

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "production");
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

const matrix = async (query = "", token?: string): Promise<Matrix> =>
  bodyOf<Matrix>(org.request(`/api/v1/pipelines${query}`, token === undefined ? {} : { token }));

const inProduction = { tier: "production", promotesFrom: "staging", source: { branch: "main" } } as const;

async function apply(environment: string, id: string, versions: Readonly<Record<string, string>>) {
  const pipelines = Object.entries(versions).map(([slug, version]) =>
    compiledPipeline(slug, version, {
      steps: [{ id: "greet", type: "set", with: { values: { greeting: version } } }],
    }),
  );
  const configuration = environment === "production" ? { configuration: inProduction } : {};
  await seedDeploy(org.store, { id, environment, pipelines, state: "applied", ...configuration });
}

describe("the matrix", () => {
  test("shows pipelines by environments, the lower one first, and how far it is ahead", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0", other: "1.0.0" });
    await apply("production", "deploy-2", { greet: "1.0.0" });
    await apply("staging", "deploy-3", { greet: "1.1.0" });
    await apply("staging", "deploy-4", { greet: "1.2.0" });
    const { environments, items, total } = await matrix();
    expect(environments.map(({ slug }) => slug)).toEqual(["staging", "production"]);
    expect(total).toBe(2);
    expect(items).toMatchObject([
      {
        slug: "greet",
        cells: {
          staging: { version: "1.2.0", sync: "in-sync", health: "idle", ahead: 2 },
          production: { version: "1.0.0", sync: "in-sync", ahead: 0 },
        },
      },
      { slug: "other", cells: { staging: { ahead: 1 }, production: null } },
    ]);
  });
});
