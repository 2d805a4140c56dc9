import { healthStates, syncStates } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

interface Overview {
  readonly counts: { readonly sync: Record<string, number>; readonly health: Record<string, number> };
  readonly pipelines: number;
  readonly environments: readonly { readonly slug: string }[];
  readonly waitingForMe: {
    readonly deploys: { readonly count: number; readonly first: readonly { readonly id: string }[] };
    readonly approvals: { readonly count: number };
  };
}

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "production");
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

const overview = async (token?: string) =>
  (
    await bodyOf<{ overview: Overview }>(
      org.request("/api/v1/overview", token === undefined ? {} : { token }),
    )
  ).overview;

describe("the overview", () => {
  test("smoke", async () => {
    await seedDeploy(org.store, {
      id: "deploy-1",
      environment: "staging",
      pipelines: [compiledPipeline("greet")],
      state: "applied",
    });
    await seedDeploy(org.store, {
      id: "deploy-2",
      environment: "production",
      pipelines: [compiledPipeline("greet")],
      state: "waiting",
    });
    console.log(JSON.stringify(await overview(), null, 1));
    console.log(await (await org.request("/api/v1/lanes")).text());
    console.log(await (await org.request("/api/v1/search?q=gre")).text());
    console.log(await (await org.request("/api/v1/search?q=depl")).text());
    console.log(await (await org.request("/api/v1/pipelines")).text());
    expect(Object.keys(syncStates).length + Object.keys(healthStates).length).toBe(13);
  });
});
