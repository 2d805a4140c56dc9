import type { CompiledPipeline, Environment, Evidence, Gate, ProblemCode, Uses } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  now,
  sampleEnvironment,
  sampleEvidence,
  samplePipeline,
  samplePlan,
} from "../testing/sample-evidence.ts";
import { configuration } from "./configuration.ts";
import { queues } from "./queues.ts";
import { secrets } from "./secrets.ts";

function uses(more: Partial<Uses>): Partial<CompiledPipeline> {
  return { uses: { variables: [], secrets: [], connections: [], ...more } };
}

function judge(
  gate: Gate,
  environment: Partial<Environment>,
  pipeline: Partial<CompiledPipeline>,
  more: Partial<Evidence> = {},
) {
  const evidence = {
    configuration: sampleEnvironment(environment),
    pipelines: [samplePipeline(pipeline)],
    ...more,
  };
  return gate.judge(samplePlan(), sampleEvidence(evidence), now);
}

const token = { ref: "env:TOKEN", teams: null, hosts: null };
const warehouse = { type: "postgres", secret: "URL", teams: ["data"] } as const;
const override = { enabled: true, triggers: {}, queue: "own", isolation: null, quotas: null };

interface Row {
  readonly what: string;
  readonly gate: Gate;
  readonly environment?: Partial<Environment>;
  readonly pipeline: Partial<CompiledPipeline>;
  readonly code: ProblemCode | null;
  readonly because: string;
}

const rows: readonly Row[] = [
  {
    what: "a declared variable, even null",
    gate: configuration,
    environment: { variables: { A: null } },
    pipeline: uses({ variables: ["A"] }),
    code: null,
    because: "is declared",
  },
  {
    what: "an undeclared variable",
    gate: configuration,
    pipeline: uses({ variables: ["A"] }),
    code: "VARIABLE_MISSING",
    because: "triage needs variable A, which is not declared in production.",
  },
  {
    what: "a variable named like a prototype member",
    gate: configuration,
    pipeline: uses({ variables: ["constructor"] }),
    code: "VARIABLE_MISSING",
    because: "variable constructor",
  },
  {
    what: "an undeclared connection",
    gate: configuration,
    pipeline: uses({ connections: ["db"] }),
    code: "CONNECTION_MISSING",
    because: "connection db, which is not declared",
  },
  {
    what: "a connection of another team",
    gate: configuration,
    environment: { connections: { db: warehouse } },
    pipeline: uses({ connections: ["db"] }),
    code: "CONNECTION_MISSING",
    because: "connection db, which is not shared with team support",
  },
  {
    what: "an undeclared channel",
    gate: configuration,
    pipeline: { channels: ["ops"] },
    code: "CONNECTION_MISSING",
    because: "channel ops, which is not declared",
  },
  {
    what: "a secret shared with all",
    gate: secrets,
    environment: { secrets: { T: token } },
    pipeline: uses({ secrets: ["T"] }),
    code: null,
    because: "is declared",
  },
  {
    what: "an undeclared secret",
    gate: secrets,
    pipeline: uses({ secrets: ["T"] }),
    code: "SECRET_MISSING",
    because: "secret T, which is not declared",
  },
  {
    what: "a secret of another team",
    gate: secrets,
    environment: { secrets: { T: { ...token, teams: ["data"] } } },
    pipeline: uses({ secrets: ["T"] }),
    code: "SECRET_MISSING",
    because: "secret T, which is not shared with team support",
  },
  {
    what: "a team's secret for a pipeline without team",
    gate: secrets,
    environment: { secrets: { T: { ...token, teams: ["data"] } } },
    pipeline: { ...uses({ secrets: ["T"] }), team: null },
    code: "SECRET_MISSING",
    because: "is shared with teams only",
  },
  {
    what: "an undeclared secret behind a connection",
    gate: secrets,
    environment: { connections: { db: warehouse } },
    pipeline: uses({ connections: ["db"] }),
    code: "SECRET_MISSING",
    because: "secret URL for connection db, which is not declared",
  },
  {
    what: "an undeclared secret behind a channel",
    gate: secrets,
    environment: { channels: { ops: { type: "slack", secret: "HOOK" } } },
    pipeline: { channels: ["ops"] },
    code: "SECRET_MISSING",
    because: "secret HOOK for channel ops",
  },
  {
    what: "a team with a queue",
    gate: queues,
    pipeline: {},
    code: null,
    because: "every pipeline has a queue",
  },
  {
    what: "a team without a queue",
    gate: queues,
    pipeline: { team: "data" },
    code: "NO_QUEUE",
    because: "Team data of triage has no queue in production, and there is no fallback team.",
  },
  {
    what: "a team that falls back",
    gate: queues,
    environment: { fallbackTeam: "support" },
    pipeline: { team: "data" },
    code: null,
    because: "every pipeline has a queue",
  },
  {
    what: "no team, and a fallback",
    gate: queues,
    environment: { fallbackTeam: "support" },
    pipeline: { team: null },
    code: null,
    because: "every pipeline has a queue",
  },
  {
    what: "no team and no fallback",
    gate: queues,
    pipeline: { team: null },
    code: "NO_QUEUE",
    because: "triage has no team in production, and there is no fallback team.",
  },
  {
    what: "a fallback without a queue",
    gate: queues,
    environment: { teams: {}, fallbackTeam: "gone" },
    pipeline: { team: null },
    code: "NO_QUEUE",
    because: "the fallback team gone has no queue either",
  },
  {
    what: "a queue of the pipeline's own",
    gate: queues,
    environment: { teams: {}, pipelines: { triage: override } },
    pipeline: {},
    code: null,
    because: "every pipeline has a queue",
  },
];

describe("what a pipeline needs of its environment", () => {
  test.each(rows)("$what", ({ gate, environment = {}, pipeline, code, because }) => {
    const judged = judge(gate, environment, pipeline);
    expect(judged.verdict).toBe(code === null ? "open" : "refused");
    expect(judged.because).toContain(because);
    const problems = judged.verdict === "open" ? [] : judged.problems;
    expect(problems.map((found) => found.code)).toEqual(code === null ? [] : [code]);
    expect(problems.every(({ file }) => file === "pipelines/triage.pipeline.json")).toBe(true);
  });
});

describe("a secret that cannot be resolved now", () => {
  const unresolvedSecrets = new Map([["T", "LOCKSTEP_SECRET__PRODUCTION__T is not set"]]);
  const environment = { secrets: { T: token } };

  test("is waited for and looked for again", () => {
    expect(judge(secrets, environment, uses({ secrets: ["T"] }), { unresolvedSecrets })).toMatchObject({
      verdict: "waiting",
      opensAt: "2026-03-02T10:01:00.000Z",
      because: "Secret T of production cannot be resolved: LOCKSTEP_SECRET__PRODUCTION__T is not set.",
    });
  });

  test("is waited for behind a connection too", () => {
    const connections = { db: { ...warehouse, secret: "T", teams: null } };
    const judged = judge(secrets, { ...environment, connections }, uses({ connections: ["db"] }), {
      unresolvedSecrets,
    });
    expect(judged.verdict).toBe("waiting");
  });

  test("keeps nobody waiting who does not use it", () => {
    expect(judge(secrets, environment, {}, { unresolvedSecrets }).verdict).toBe("open");
  });
});

test("a thousand missing things are counted and a hundred are named", () => {
  const pipelines = Array.from({ length: 1000 }, (_, index) =>
    samplePipeline({ slug: `p${index}`, ...uses({ variables: ["A"] }) }),
  );
  const judged = configuration.judge(samplePlan(), sampleEvidence({ pipelines }), now);
  expect(judged.because).toContain("(and 999 more)");
  expect(judged.verdict === "refused" && judged.problems.length).toBe(100);
});
