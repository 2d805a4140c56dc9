import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;
const path = "/api/v1/environments/staging";

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  await apply("deploy-1", "1.0.0", "Hello");
  await apply("deploy-2", "1.1.0", "Helo");
});
afterEach(() => org.close());

async function apply(id: string, version: string, greeting: string): Promise<void> {
  const steps = [{ id: "greet", type: "set" as const, with: { values: { greeting } } }];
  const pipelines = [compiledPipeline("greet", version, { steps })];
  await seedDeploy(org.store, { id, environment: "staging", pipelines, state: "applied" });
}

const rollBack = (body: object, as: "deployer" | "viewer" = "deployer") =>
  org.request(`${path}/rollback`, { method: "POST", as, body: { ...body } });

const versionNow = async () =>
  (await org.store.environments.loadApplied("staging")).pipelines.get("greet")?.version;

describe("a rollback", () => {
  test("is shown before it happens, and then happens just so", async () => {
    const { preview } = await bodyOf<{ preview: object }>(org.request(`${path}/rollback?to=deploy-1`));
    expect(preview).toMatchObject({
      from: "deploy-2",
      to: { deploy: "deploy-1", sequence: 1 },
      changes: [{ kind: "revert", slug: "greet", to: { version: "1.0.0" } }],
      differing: ["greet"],
      quarantine: [{ slug: "greet", version: "1.1.0" }],
    });
    expect(await versionNow()).toBe("1.1.0");
    const response = await rollBack({ to: "deploy-1", reason: "It greets wrongly." });
    expect(response.status).toBe(200);
    const done = await bodyOf<{ deploy: { id: string } }>(response);
    expect(done).toMatchObject({
      deploy: { intent: "rollback", state: "applied", actor: { id: "token:deployer" } },
      sequence: 3,
      hold: { kind: "rollback", reason: "It greets wrongly." },
    });
    expect(await versionNow()).toBe("1.0.0");
    const shown = await bodyOf<{ records: readonly object[] }>(
      org.request(`/api/v1/deploys/${done.deploy.id}`),
    );
    expect(shown.records).toMatchObject([{ kind: "rolled-back" }]);
    expect(await bodyOf(org.request(path))).toMatchObject({
      environment: { holds: 1, quarantine: [{ slug: "greet", version: "1.1.0" }] },
    });
  });

  test("by four at once has one winner, and the others are told and written down", async () => {
    const request = { to: "deploy-1", reason: "It greets wrongly." };
    const answers = await Promise.all([1, 2, 3, 4].map(() => rollBack(request)));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses[0]).toBe(200);
    expect(statuses.slice(1).every((status) => status === 409 || status === 422)).toBe(true);
    const kinds = (await org.store.ledger.list("staging", 1, 50)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "rolled-back")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "denied")).toHaveLength(3);
  });

  test("of what was shown is refused when another deploy is in force by now", async () => {
    await apply("deploy-3", "1.2.0", "Hello!");
    const late = await rollBack({ to: "deploy-1", from: "deploy-2", reason: "It greets wrongly." });
    expect([late.status, await bodyOf(late)]).toMatchObject([409, { code: "SOMEBODY_WAS_FIRST" }]);
    expect(await versionNow()).toBe("1.2.0");
  });

  test("names what is wrong with it", async () => {
    expect((await rollBack({ to: "deploy-1" })).status).toBe(400);
    expect((await rollBack({ to: "deploy-1", reason: "No." }, "viewer")).status).toBe(403);
    expect((await rollBack({ to: "nothing", reason: "No." })).status).toBe(404);
    const same = await rollBack({ to: "deploy-2", reason: "No." });
    expect([same.status, await bodyOf(same)]).toMatchObject([422, { code: "NOTHING_DIFFERS" }]);
    const unknown = await rollBack({ to: "deploy-1", reason: "No.", pipelines: ["great"] });
    expect(await bodyOf(unknown)).toMatchObject({
      status: 400,
      detail: "there is no pipeline 'great' (did you mean 'greet'?). What differs: greet.",
    });
    expect(await versionNow()).toBe("1.1.0");
  });
});

describe("retiring", () => {
  const retire = (as: "admin" | "deployer") =>
    org.request(`${path}/retire`, { method: "POST", as, body: { reason: "Nobody needs it." } });

  test("is an admin's, and only once the manifest is gone", async () => {
    expect((await retire("deployer")).status).toBe(403);
    const refused = await retire("admin");
    expect([refused.status, await bodyOf(refused)]).toMatchObject([422, { code: "NOT_REMOVED" }]);
    await seedEnvironment(org.store, "staging", { removed: true, state: "held" });
    expect(await bodyOf(retire("admin"))).toMatchObject({ deploy: { intent: "retire" }, sequence: 3 });
    const { environment } = await bodyOf<{ environment: { retiredAt: string | null } }>(org.request(path));
    expect(environment.retiredAt).not.toBeNull();
    expect(await versionNow()).toBeUndefined();
  });
});
