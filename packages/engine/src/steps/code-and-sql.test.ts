import type { SandboxRequest, SqlOutcome, SqlRequest } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { environmentOf } from "../testing/environments.ts";
import { pipelineOf, stepOf } from "../testing/pipelines.ts";
import { createWorld, type World, type WorldOptions } from "../testing/run-world.ts";

const uses = { variables: [], secrets: [], connections: ["warehouse"] };

/** Declares the connection `warehouse` with its secret. */
const withWarehouse = (more: { teams?: readonly string[] } = {}) =>
  environmentOf({
    secrets: { WAREHOUSE_URL: { ref: "env:WAREHOUSE_URL", teams: null, hosts: null } },
    connections: { warehouse: { type: "postgres", secret: "WAREHOUSE_URL", teams: more.teams ?? null } },
  });

const address = "postgres://me:hunter22@db.example/shop";

function worldOfSql(outcome: SqlOutcome, options: WorldOptions = {}, declared = uses) {
  const requests: SqlRequest[] = [];
  const connections = {
    query: async (request: SqlRequest) => {
      requests.push(request);
      return outcome;
    },
  };
  const step = stepOf("query", {
    type: "sql",
    effects: "read",
    with: { connection: "warehouse", statement: "SELECT $1", parameters: ["{{ 1 + 1 }}"], maxRows: 5 },
    timeout: "7s",
  });
  const pipeline = pipelineOf([step], {
    uses: declared,
    output: { value: "{{ steps.query.output }}", schema: true },
  });
  const secrets = { resolve: async () => address };
  const world = createWorld(pipeline, { environment: withWarehouse(), connections, secrets, ...options });
  return { world, requests };
}

async function finish(world: Promise<World>) {
  return (await world).finish();
}

describe("an sql step", () => {
  test("asks the declared connection and gives rows and their number", async () => {
    const { world, requests } = worldOfSql({ ok: true, rows: [{ a: 2 }], rowCount: 1 });
    expect(await finish(world)).toMatchObject({ output: { rows: [{ a: 2 }], rowCount: 1 } });
    expect(requests).toMatchObject([
      { type: "postgres", address, statement: "SELECT $1", parameters: [2], maxRows: 5, timeoutMs: 7_000 },
    ]);
  });

  test("gives only the number where there are no rows", async () => {
    const { world } = worldOfSql({ ok: true, rows: null, rowCount: 3 });
    expect(await finish(world)).toMatchObject({ output: { rowCount: 3 } });
  });

  test.each([
    ["hunter22", "hunter22"],
    // A stray percent sign is part of the password; what is encoded is hidden as it is written and as it is meant.
    ["100%sure", "100%sure"],
    ["p%40ss%2Fword", "p@ss/word"],
    ["p%61ssphrase", "passphrase"],
  ])("keeps the URL and the password %s out of its error, whatever the database says", async (raw, plain) => {
    const secret = `postgres://me:${raw}@db.example/shop`;
    const base64 = Buffer.from(plain).toString("base64");
    const message = `no ${secret} for ${raw}, that is ${plain} or ${base64}`;
    const secrets = { resolve: async () => secret };
    const { world } = worldOfSql({ ok: false, type: "execution", message }, { secrets });
    const run = await finish(world);
    expect(run.error).toMatchObject({
      type: "execution",
      message: expect.stringMatching(/^warehouse: no \[redacted\] for/),
    });
    const kept = JSON.stringify([run, await (await world).attempts()]);
    for (const form of [secret, raw, plain, base64]) expect(kept).not.toContain(form);
  });

  test("hands over egress, which judges hosts", async () => {
    const environment = { ...withWarehouse(), egress: { default: "deny", allow: ["db.example"] } as const };
    const { world, requests } = worldOfSql({ ok: true, rows: null, rowCount: 0 }, { environment });
    await finish(world);
    expect(() => requests[0]?.egress.checkHost("db.example")).not.toThrow();
    expect(() => requests[0]?.egress.checkHost("evil.example")).toThrow("Egress to evil.example");
  });

  test.each<[where: string, given: WorldOptions & { readonly declared?: typeof uses }]>([
    ["the pipeline does not declare it", { declared: { ...uses, connections: [] } }],
    ["the environment does not declare it", { environment: environmentOf() }],
    ["it is shared with other teams", { environment: withWarehouse({ teams: ["finance"] }) }],
  ])("is refused a connection where %s", async (_, { declared, ...options }) => {
    const { world, requests } = worldOfSql({ ok: true, rows: null, rowCount: 0 }, options, declared);
    expect(await finish(world)).toMatchObject({ state: "failed", error: { type: "security" } });
    expect(requests).toEqual([]);
  });
});

describe("a code step", () => {
  test("hands over source, input and limits, and the run's start as its clock", async () => {
    const requests: SandboxRequest[] = [];
    const sandbox = {
      evaluate: async (request: SandboxRequest) => {
        requests.push(request);
        return { ok: true, value: ["done"] } as const;
      },
    };
    const step = stepOf("code", {
      type: "code",
      with: { source: "return '{{ not a template }}'", input: "{{ 1 + 1 }}", memoryMb: 8, cpuTime: "2s" },
    });
    const pipeline = pipelineOf([step], { output: { value: "{{ steps.code.output }}", schema: true } });
    const world = await createWorld(pipeline, { sandbox });
    const run = await world.finish();
    expect(run.output).toEqual(["done"]);
    expect(requests).toMatchObject([
      {
        source: "return '{{ not a template }}'",
        input: 2,
        memoryBytes: 8 * 2 ** 20,
        timeMs: 2_000,
        now: Date.parse(run.startedAt ?? ""),
      },
    ]);
  });

  test.each(["timeout", "validation", "execution"] as const)(
    "fails as %s where the sandbox says so",
    async (type) => {
      const sandbox = { evaluate: async () => ({ ok: false, type, message: "Because." }) as const };
      const world = await createWorld(
        pipelineOf([stepOf("code", { type: "code", with: { source: "return 1" } })]),
        {
          sandbox,
        },
      );
      expect((await world.finish()).error).toEqual({ type, message: "Because.", step: "code" });
    },
  );
});
