import { join } from "node:path";

import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

describe("somebody who edits the database past Lockstep", () => {
  let acme: Installation;

  beforeAll(async () => {
    acme = await startInstallation(async (repository) => {
      const greeters = ["greet-a", "greet-b", "greet-c"].map((slug) => greeter(slug, { version: "1.0.0" }));
      await repository.commit({
        branch: "main",
        files: Object.assign({}, environment("production", "main"), ...greeters),
      });
    });
    const first = await acme.repository.revisionOf("main");
    await acme.untilApplied("production", first);
    const next = await acme.repository.commit({
      branch: "main",
      files: greeter("greet-a", { version: "1.1.0", text: "Good day" }),
    });
    await acme.untilApplied("production", next);
  });
  afterAll(() => acme.stop());

  function edit(statement: string): void {
    const database = new Database(join(acme.dataDirectory, "lockstep.sqlite"), { timeout: 5_000 });
    try {
      database.exec(statement);
    } finally {
      database.close();
    }
  }

  async function untilDrift(kinds: Readonly<Record<string, string>>): Promise<void> {
    await acme.call("POST", "/environments/production/reconcile", {});
    await eventually(`drift is ${JSON.stringify(kinds)}`, async () => {
      const { items } = (await acme.call("GET", "/environments/production/drift")).body;
      const found = Object.fromEntries(
        items.map(({ slug, kind }: { slug: string; kind: string }) => [slug, kind]),
      );
      return JSON.stringify(found) === JSON.stringify(kinds);
    });
  }

  const start = (slug: string) =>
    acme.call("POST", `/environments/production/pipelines/${slug}/run`, { input: {} });

  test("cannot change what runs: edited, extra and missing rows are named, and none of them runs", async () => {
    edit(`UPDATE environment_pipelines SET (version, content, manifest) =
            (SELECT version, content, manifest FROM pipeline_versions WHERE slug = 'greet-a' AND version = '1.0.0')
          WHERE slug = 'greet-a'`);
    edit(`DELETE FROM environment_pipelines WHERE slug = 'greet-b'`);
    edit(`INSERT INTO environment_pipelines SELECT environment, 'greet-x', version, content, manifest, team, path, uses, deploy, since
          FROM environment_pipelines WHERE slug = 'greet-c'`);

    await untilDrift({ "greet-a": "edited", "greet-b": "missing", "greet-x": "extra" });
    await eventually("production is drifted", async () => {
      const { environment } = (await acme.call("GET", "/environments/production")).body;
      return environment.state === "drifted";
    });
    expect(await start("greet-a")).toMatchObject({ status: 409, body: { code: "ROW_TAMPERED" } });
    expect(await start("greet-x")).toMatchObject({ status: 409, body: { code: "ROW_TAMPERED" } });
    expect((await start("greet-b")).status).toBe(404);
    expect((await start("greet-c")).status).toBe(202);
  });

  test("is refused by the database where rows are for ever", () => {
    expect(() => edit("UPDATE pipeline_versions SET canonical = '{}'")).toThrow();
    expect(() => edit("DELETE FROM ledger")).toThrow();
    expect(() => edit("DELETE FROM releases")).toThrow();
  });

  test("does not hide it behind the next deploy: only what that deploy changes is put right", async () => {
    const files = greeter("greet-a", { version: "1.2.0", text: "Good evening" });
    const next = await acme.repository.commit({ branch: "main", files });
    await acme.untilApplied("production", next);
    expect((await acme.run("production", "greet-a")).output).toEqual({ greeting: "Good evening, world!" });
    await untilDrift({ "greet-b": "missing", "greet-x": "extra" });
  });

  test("is undone row by row, and then everything runs again", async () => {
    const { items } = (await acme.call("GET", "/environments/production/drift")).body;
    for (const { id, edit } of items as readonly { readonly id: string; readonly edit: object }[]) {
      expect(edit).toMatchObject({ role: null, operation: expect.stringMatching(/^(INSERT|DELETE)$/) });
      const reverted = await acme.call("POST", `/environments/production/drift/${id}/revert`, {
        reason: "Nobody reviewed it.",
      });
      expect(reverted.status).toBe(200);
    }
    await untilDrift({});
    await eventually("production is in sync", async () => {
      const { environment } = (await acme.call("GET", "/environments/production")).body;
      return environment.state === "in-sync";
    });
    expect((await start("greet-b")).status).toBe(202);
    expect((await start("greet-x")).status).toBe(404);
  });

  test("cannot loosen the policy that runs go by, and is told what to type to make it so", async () => {
    edit(`UPDATE environments SET policy = replace(policy, '"maxPrune":3', '"maxPrune":99')`);
    await untilDrift({ production: "config" });
    const [{ id, sentence }] = (await acme.call("GET", "/environments/production/drift")).body.items;
    expect(sentence).toContain("policy.apply.maxPrune is 99, applied was 3");
    const adopted = await acme.call("POST", `/environments/production/drift/${id}/adopt`, {
      reason: "It was urgent.",
    });
    expect(adopted.body.adoption).toMatchObject({ kind: "commands" });
    expect(adopted.body.adoption.commands.join("\n")).toContain("environments/production.json");
    const acknowledged = await acme.call("POST", `/environments/production/drift/${id}/acknowledge`, {
      reason: "It is being reviewed.",
      until: "2999-01-01T00:00:00Z",
    });
    expect(acknowledged.status).toBe(200);
    await eventually("production is in sync", async () => {
      const { environment } = (await acme.call("GET", "/environments/production")).body;
      return environment.state === "in-sync";
    });
  });
});
