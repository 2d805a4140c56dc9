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
});
