import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { temporaryDirectory } from "./harness/lockstep-process.ts";

type Step = Readonly<Record<string, unknown>> & { readonly id: string };

/** A pipeline that gives the output of its last step. */
function pipeline(slug: string, connections: readonly string[], steps: readonly Step[]) {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version: "1.0.0",
    uses: { connections },
    steps,
    output: { value: `{{ steps.${steps.at(-1)?.id}.output }}` },
  };
  return { [`pipelines/${slug}.pipeline.json`]: JSON.stringify(manifest) };
}

const code = (source: string) => ({
  id: "code",
  type: "code",
  with: { source, cpuTime: "300ms", memoryMb: 16 },
});

const sql = (id: string, connection: string, statement: string, more: object = {}): Step => ({
  id,
  type: "sql",
  with: { connection, statement },
  ...more,
});

const hostile: Readonly<Record<string, string>> = {
  "loops-for-ever": "for (;;);",
  "loops-natively": "return new Array(2 ** 32 - 2).indexOf(7)",
  "wants-memory": "const a = []; for (;;) a.push(new Uint8Array(1e6))",
  "wants-the-process": "return this.constructor.constructor('return process')().exit(1)",
  "gives-too-much": "return 'x'.repeat(9_000_000)",
};

/** Rows to CSV in the run's storage, back from there, and into a database. */
const report = pipeline(
  "report",
  ["shop"],
  [
    {
      id: "rows",
      type: "code",
      with: {
        source: "return Array.from({ length: 10_000 }, (_, id) => ({ id, name: 'Ü' + id }))",
        cpuTime: "30s",
      },
    },
    {
      id: "write",
      type: "file",
      dependsOn: ["rows"],
      with: { operation: "write", path: "out/rows.csv", format: "csv", content: "{{ steps.rows.output }}" },
    },
    {
      id: "read",
      type: "file",
      dependsOn: ["write"],
      with: { operation: "read", path: "out/rows.csv", format: "csv" },
    },
    sql("insert", "shop", "INSERT INTO names SELECT value ->> '$.name' FROM json_each($1)", {
      dependsOn: ["read"],
      with: {
        connection: "shop",
        statement: "INSERT INTO names SELECT value ->> '$.name' FROM json_each($1)",
        parameters: ["{{ steps.read.output }}"],
      },
    }),
    sql("count", "shop", "SELECT count(*) AS n, max(name) AS last FROM names", { dependsOn: ["insert"] }),
  ],
);

describe("steps that run what others wrote", () => {
  let acme: Installation;

  beforeAll(async () => {
    const shop = join(temporaryDirectory(), "shop.sqlite");
    new Sqlite(shop).exec("CREATE TABLE names (name TEXT)").close();
    acme = await startInstallation(async (repository) => {
      const declared = {
        secrets: { SHOP_FILE: { ref: "store:SHOP_FILE" }, OWN_FILE: { ref: "store:OWN_FILE" } },
        connections: {
          shop: { type: "sqlite", secret: "SHOP_FILE" },
          own: { type: "sqlite", secret: "OWN_FILE" },
        },
      };
      const attacks = Object.entries(hostile).map(([slug, source]) => pipeline(slug, [], [code(source)]));
      const thief = pipeline("thief", ["own"], [sql("steal", "own", "SELECT * FROM tokens")]);
      const files = Object.assign({}, environment("staging", "main", declared), report, thief, ...attacks);
      await repository.commit({ branch: "main", files });
    });
    await acme.untilEnvironment("staging", "is known", () => true);
    const values = { SHOP_FILE: shop, OWN_FILE: join(acme.dataDirectory, "lockstep.sqlite") };
    for (const [name, value] of Object.entries(values)) {
      const { status } = await acme.call("PUT", `/environments/staging/secrets/${name}`, { value });
      expect(status).toBeLessThan(300);
    }
    await acme.untilApplied("staging", await acme.repository.revisionOf("main"));
  });
  afterAll(() => acme.stop());

  test.each(Object.keys(hostile))("%s fails its run and nothing else", async (slug) => {
    const { pid } = acme.process();
    const run = await acme.run("staging", slug);
    expect(run).toMatchObject({
      status: "failed",
      error: { type: expect.stringMatching(/^(timeout|execution)$/) },
    });
    expect((await acme.call("GET", "/environments/staging")).status).toBe(200);
    expect(acme.process().pid).toBe(pid);
  });

  test("rows travel from code to a file to a database, large ones beside their rows", async () => {
    const run = await acme.run("staging", "report");
    expect(run.error).toBeNull();
    expect(run).toMatchObject({
      status: "completed",
      output: { rows: [{ n: 10_000, last: "Ü9999" }], rowCount: 1 },
    });
    const { body } = await acme.call("GET", `/runs/${run.id}/steps`);
    expect(body.items).toHaveLength(5);
    expect(body.items[0]).toMatchObject({ step: "rows", output: null, outputBytes: expect.any(Number) });
    const shown = await acme.call("GET", `/runs/${run.id}/steps/rows`);
    expect(shown.body.attempt.output).toHaveLength(10_000);
  });

  test("Lockstep's own database is out of reach", async () => {
    const run = await acme.run("staging", "thief");
    expect(run).toMatchObject({ status: "failed", error: { type: "security", step: "steal" } });
    expect(JSON.stringify(run)).not.toContain("lockstep.sqlite");
  });
});
