import {
  type AppliedPipeline,
  type Environment,
  type EnvironmentStore,
  type Json,
  type LoadedPipeline,
  type NewRun,
  noQuotas,
  type Pipeline,
  type StepType,
} from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createMemoryRunStore } from "./memory-run-store.ts";
import { startRun, type StartRunDeps } from "./start-run.ts";
import { environmentOf, statusOf } from "./testing/environments.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { load, pipelineOf, stepOf } from "./testing/pipelines.ts";

const teams = (queue: string): Environment["teams"] => ({
  [queue]: {
    queue: `staging-${queue}`,
    isolation: "shared",
    priority: 7,
    quotas: noQuotas,
  },
});

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: { name: { type: "string" }, count: { type: "integer", default: 3 } },
};

interface Around {
  readonly pipeline?: Partial<Pipeline>;
  readonly environment?: Partial<Environment>;
  readonly loaded?: Partial<LoadedPipeline>;
}

function createInstallation({ pipeline = {}, environment = {}, loaded = {} }: Around = {}) {
  const steps = [stepOf("only")];
  const current = load(
    pipelineOf(steps, { team: "support", input: { schema, sample: null }, timeout: "10m", ...pipeline }),
  );
  const policy = environmentOf({ teams: teams("support"), ...environment });
  const { slug, version, team, uses } = current.pipeline;
  const { content, manifest } = current;
  const applied: AppliedPipeline = {
    slug,
    version,
    team,
    uses,
    content,
    manifest,
    path: "",
    deploy: "deploy-7",
    since: "",
  };
  const environments = {
    load: async (name: string) =>
      name === policy.slug ? { ...statusOf(policy), appliedRevision: "a".repeat(40) } : null,
    loadPipeline: async (_: string, name: string) => (name === slug ? applied : null),
    listPipelines: async () => ({ items: [applied], next: null }),
  } as unknown as EnvironmentStore;
  const clock = createFakeTime();
  let count = 0;
  const deps: StartRunDeps = {
    environments,
    pipelines: { load: async () => ({ ...current, ...loaded }) },
    runs: createMemoryRunStore(clock),
    signals: { notify: async () => undefined, listen: () => () => undefined },
    clock,
    ids: { next: () => `run-${(count += 1)}` },
  };
  return deps;
}

function start(deps: StartRunDeps, given: Partial<Parameters<typeof startRun>[1]> = {}) {
  return startRun(deps, {
    environment: "staging",
    slug: "sample",
    version: null,
    input: { name: "Ada" },
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    idempotency: null,
    ...given,
  });
}

describe("starting a run", () => {
  test("pins what is applied, fills defaults in and computes the deadline", async () => {
    const { run, isNew } = await start(createInstallation());
    expect(isNew).toBe(true);
    expect(run).toMatchObject({
      state: "queued",
      version: "1.0.0",
      revision: "a".repeat(40),
      deploy: "deploy-7",
      input: { name: "Ada", count: 3 },
      queue: "staging-support",
      priority: 7,
      deadlineAt: "2026-02-03T14:10:00.000Z",
    });
    expect(run.content).toMatch(/^sha256:/);
  });

  test("accepts the applied version by name", async () => {
    expect(await start(createInstallation(), { version: "1.0.0" })).toMatchObject({ isNew: true });
  });

  test("refuses another version and names the applied one", async () => {
    await expect(start(createInstallation(), { version: "2.0.0" })).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringContaining("sample@1.0.0"),
    });
  });

  test.each([
    ["simple", "did you mean sample?"],
    ["completely-different", "applied are sample"],
  ])("refuses the unknown slug %s and says what there is", async (slug, hint) => {
    await expect(start(createInstallation(), { slug })).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringContaining(hint),
    });
  });

  test("refuses an environment that is not in force", async () => {
    await expect(start(createInstallation(), { environment: "nowhere" })).rejects.toMatchObject({
      kind: "not-found",
    });
  });

  test("refuses a pipeline that the environment disables", async () => {
    const override = {
      enabled: false,
      triggers: {},
      queue: null,
      isolation: null,
      priority: null,
      quotas: null,
    };
    const deps = createInstallation({ environment: { pipelines: { sample: override } } });
    await expect(start(deps)).rejects.toMatchObject({ kind: "unprocessable", code: "PIPELINE_DISABLED" });
  });

  test("refuses steps that no worker of this build can execute, and names their types", async () => {
    const [one, other] = ["telepathy", "alchemy"] as unknown as readonly [StepType, StepType];
    const steps = [stepOf("ask", { type: one }), stepOf("write", { type: other })];
    await expect(start(createInstallation({ pipeline: { steps } }))).rejects.toMatchObject({
      kind: "unprocessable",
      code: "NO_CAPABLE_WORKER",
      message: expect.stringContaining("telepathy, alchemy"),
    });
  });

  test("lists every error of an input without repeating what was sent", async () => {
    const failure: unknown = await start(createInstallation(), {
      input: { count: "private", extra: "private" },
    }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ kind: "invalid-input" });
    const { errors, message } = failure as { errors: { path: string }[]; message: string };
    expect(errors.map(({ path }) => path).sort()).toEqual(["/count", "/extra", "/name"]);
    expect(JSON.stringify([errors, message])).not.toContain("private");
  });

  test("refuses an input larger than 1 MiB", async () => {
    const input: Json = { name: "é".repeat(600_000) };
    await expect(start(createInstallation(), { input })).rejects.toMatchObject({ kind: "too-large" });
  });

  test("refuses an input that nests too deep, before anything reads it", async () => {
    const deep = JSON.parse(`${"[".repeat(300_000)}1${"]".repeat(300_000)}`) as Json;
    await expect(start(createInstallation(), { input: { name: deep } })).rejects.toMatchObject({
      kind: "invalid-input",
      code: "JSON_LIMIT",
      message: "The input is nested deeper than 192 levels.",
    });
  });

  test("refuses a manifest whose content is not what was applied", async () => {
    const loaded = { content: "sha256:0" } as const;
    await expect(start(createInstallation({ loaded }))).rejects.toMatchObject({ kind: "row-tampered" });
  });

  test("returns the first run for the same idempotency key, and refuses it for another body", async () => {
    const deps = createInstallation();
    const idempotency = { scope: "token/run", key: "k", body: "sha256:1" } as const;
    const first = await start(deps, { idempotency });
    expect(await start(deps, { idempotency })).toMatchObject({ isNew: false, run: { id: first.run.id } });
    const other = { ...idempotency, body: "sha256:2" } as const;
    await expect(start(deps, { idempotency: other })).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  });
});

describe("the queue of a run", () => {
  const override = {
    enabled: true,
    triggers: {},
    queue: "own",
    isolation: null,
    priority: null,
    quotas: null,
  };

  test.each([
    ["its team", {}, "staging-support"],
    ["the fallback team", { teams: teams("shared"), fallbackTeam: "shared" }, "staging-shared"],
    ["the override for its pipeline", { pipelines: { sample: override } }, "own"],
    [
      "its own, when the override asks for a dedicated one without naming it",
      { pipelines: { sample: { ...override, queue: null, isolation: "dedicated" as const } } },
      "staging-support--sample",
    ],
  ])("is the one of %s", async (_, environment, queue) => {
    expect((await start(createInstallation({ environment }))).run.queue).toBe(queue);
  });

  test.each([
    ["an unknown team", {}, "the team support"],
    ["no team", { team: null }, "has no team"],
  ])("is refused for %s where there is no fallback", async (_, pipeline, reason) => {
    const deps = createInstallation({ pipeline, environment: { teams: {} } });
    await expect(start(deps)).rejects.toMatchObject({
      code: "NO_QUEUE",
      message: expect.stringContaining(reason),
    });
  });
});

describe("what limits a run", () => {
  /** What the store is asked to make durable. */
  async function admissionOf(around: Around): Promise<NewRun["admission"]> {
    const deps = createInstallation(around);
    const asked: NewRun[] = [];
    const create = (run: NewRun) => {
      asked.push(run);
      return deps.runs.create(run);
    };
    await start({ ...deps, runs: { ...deps.runs, create } });
    const [first] = asked;
    if (first === undefined) throw new Error("nothing was asked for");
    return first.admission;
  }

  test("is the quotas of environment, team and pipeline, as far as they limit anything", async () => {
    const own = { ...noQuotas, runsPerDay: 3 };
    const override = { enabled: true, triggers: {}, queue: null, isolation: null, priority: 2, quotas: own };
    const environment = { quotas: { ...noQuotas, concurrentRuns: 9 }, pipelines: { sample: override } };
    expect(await admissionOf({ environment })).toMatchObject({
      account: "support",
      quotas: [
        { scope: "environment", name: "staging", quotas: { concurrentRuns: 9 } },
        { scope: "pipeline", name: "sample", quotas: { runsPerDay: 3 } },
      ],
      concurrency: null,
    });
  });

  test("is charged to the fallback team where its own has no entry", async () => {
    const environment = { teams: teams("shared"), fallbackTeam: "shared" };
    expect(await admissionOf({ environment })).toMatchObject({ account: "shared" });
  });

  test("is its concurrency key, over the accepted input", async () => {
    const pipeline = { concurrency: { limit: 2, key: "{{ input.count }}", onLimit: "queue" as const } };
    const { concurrency } = await admissionOf({ pipeline });
    expect(concurrency).toEqual({ limit: 2, onLimit: "queue", key: "staging/sample/3" });
  });
});
