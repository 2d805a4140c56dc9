import type { WrittenEnvironment, WrittenPipeline } from "@lockstep/manifest";

const environment = {
  $schema: "../schemas/environment.schema.json",
  apiVersion: "lockstep/v1",
  kind: "Environment",
  immutability: { mode: "strict", semver: "enforce" },
  egress: { default: "deny" },
} as const;

/** Follows develop: every push is tried here. */
export const stagingEnvironment: WrittenEnvironment = {
  ...environment,
  slug: "staging",
  title: "Staging",
  tier: "staging",
  source: { branch: "develop" },
  teams: { shared: { queue: "staging-shared" } },
  fallbackTeam: "shared",
  variables: { GREETING: "Hello from staging" },
};

/** Follows main: merging is the deployment. */
export const productionEnvironment: WrittenEnvironment = {
  ...environment,
  slug: "production",
  title: "Production",
  tier: "production",
  promotesFrom: "staging",
  source: { branch: "main" },
  teams: { shared: { queue: "production-shared" } },
  fallbackTeam: "shared",
  variables: { GREETING: "Hello" },
};

/** The smallest pipeline that shows input, a variable, an output and tests. */
export const helloPipeline: WrittenPipeline = {
  $schema: "../../schemas/pipeline.schema.json",
  apiVersion: "lockstep/v1",
  kind: "Pipeline",
  slug: "hello",
  version: "1.0.0",
  title: "Say hello",
  input: {
    schema: {
      type: "object",
      required: ["name"],
      properties: { name: { type: "string", minLength: 1 } },
      additionalProperties: false,
    },
    sample: { name: "Ada" },
  },
  output: { value: { greeting: "{{ steps.greet.output.text }}" } },
  uses: { variables: ["GREETING"] },
  steps: [{ id: "greet", type: "set", with: { values: { text: "{{ vars.GREETING }}, {{ input.name }}!" } } }],
  tests: [
    {
      name: "greets by name",
      input: { name: "Ada" },
      variables: { GREETING: "Good morning" },
      expect: { status: "completed", output: { greeting: "Good morning, Ada!" } },
    },
    {
      name: "refuses an empty name",
      input: { name: "" },
      expect: { status: "failed", error: { type: "validation", contains: "/name" } },
    },
  ],
};
