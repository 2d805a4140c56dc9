import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const strict = { approvals: { required: 2, from: ["team:platform"] } };
const always = [{ cron: "0 0 * * *", duration: "24h" }];
const never = [{ cron: "0 0 1 1 *", duration: "1h" }];

const teams = (...members: readonly string[]) => ({
  "lockstep.json": JSON.stringify({
    apiVersion: "lockstep/v1",
    kind: "Org",
    teams: { platform: { members } },
  }),
});
const platform = teams("github:grace", "github:marie");

const commit = (files: Record<string, string>) => bench.repository.commit({ branch: "main", files });
const production = (gates: object) => environment("production", "main", { gates });

async function approve(...actors: readonly string[]): Promise<void> {
  for (const id of actors) {
    const [deploy] = await bench.deploys("production");
    const planHash = deploy?.plan.hash ?? "";
    const answer = { actor: { kind: "user", id }, verdict: "approved", planHash, reason: "" } as const;
    await bench.store.deploys.answer(deploy?.id ?? "", answer);
    await bench.store.environments.raiseHint("production");
    await bench.look("production");
  }
}

describe("a commit that loosens the policy and changes a pipeline", () => {
  test.each([
    ["asks for fewer approvals", { ...production({ approvals: { ...strict.approvals, required: 1 } }) }],
    ["asks for none", production({})],
    ["lets everybody approve", production({ approvals: { required: 2 } })],
    [
      "lets authors approve",
      production({ approvals: { ...strict.approvals, required: 2, excludeAuthor: false } }),
    ],
    ["joins the team that approves", teams("email:ada@example.com", "github:grace", "github:marie")],
  ])("waits for the old approvals where it %s", async (_, loosened) => {
    await commit({ ...production(strict), ...platform, ...greeter("hello", "1.0.0") });
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 1 });
    await commit({ ...loosened, ...greeter("hello", "1.0.1", "Hi") });
    await bench.look("production");
    await approve("email:ada@example.com", "github:eve", "github:grace");
    expect(await bench.status("production")).toMatchObject({ state: "waiting", sequence: 1 });
    expect(await bench.applied("production")).toEqual({ hello: "1.0.0" });
    await approve("github:marie");
    expect(await bench.status("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    expect(await bench.applied("production")).toEqual({ hello: "1.0.1" });
  });

  test.each([
    ["opens the windows", { windows: { allow: never } }, { windows: { allow: always } }, "windows"],
    ["drops the soak", { soak: { in: "staging", duration: "1h" } }, {}, "soak"],
  ])("waits for the old gate where it %s", async (_, before, after, gate) => {
    const staging = environment("staging", "develop");
    await commit({ ...production(before), ...staging, ...greeter("hello", "1.0.0") });
    await bench.look("production");
    await commit({ ...production(after), ...greeter("hello", "1.0.1", "Hi") });
    const found = await bench.look("production");
    expect(found).toMatchObject({ state: "waiting", sequence: 1 });
    expect(found.because).toContain(`${gate}:`);
  });

  test("is the policy of the next one once it is in force", async () => {
    await commit({ ...production(strict), ...platform, ...greeter("hello", "1.0.0") });
    await bench.look("production");
    await commit({ ...production({}), ...greeter("hello", "1.0.1", "Hi") });
    await bench.look("production");
    await approve("github:grace", "github:marie");
    await commit(greeter("hello", "1.0.2", "Hey"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 3 });
  });
});
