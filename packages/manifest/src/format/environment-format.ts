import { eventNames, secretPlacePattern } from "@lockstep/model";
import { type Static, Type } from "typebox";

import {
  count,
  duration,
  json,
  manifestHead,
  name,
  namePattern,
  slug,
  strict,
  text,
  wordSet,
} from "./fields.ts";
import { gatesFormat } from "./gates-format.ts";
import { pipelineOverrideFormat, quotasFormat, teamFormat } from "./team-format.ts";

const section = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields, description: string) =>
  Type.Optional(Type.Object(fields, { ...strict, description }));

const nameMap = <Schema extends Parameters<typeof Type.Record>[1]>(schema: Schema, description: string) =>
  Type.Optional(Type.Record(Type.String({ pattern: namePattern }), schema, { ...strict, description }));

const source = Type.Object(
  {
    branch: Type.String({
      minLength: 1,
      maxLength: 250,
      description: "Branch that the environment follows.",
    }),
    include: Type.Optional(wordSet("Which files are pipelines. Default pipelines/**/*.pipeline.json.")),
    commitSignatures: Type.Optional(
      Type.Enum(["off", "warn", "require"], { description: "Whether commits must be signed. Default off." }),
    ),
  },
  { ...strict, description: "Where the pipelines come from." },
);

const apply = {
  mode: Type.Optional(
    Type.Enum(["auto", "manual"], { description: "manual: a person starts every apply. Default auto." }),
  ),
  selfHeal: Type.Optional(
    Type.Enum(["off", "report", "revert"], { description: "What happens to drift. Default report." }),
  ),
  prune: Type.Optional(
    Type.Enum(["retire", "keep"], {
      description: "What happens to pipelines that are gone. Default retire.",
    }),
  ),
  maxPrune: Type.Optional(count("More removals than this wait for a person. Default 3.", 0, 100_000)),
  forcePush: Type.Optional(
    Type.Enum(["refuse", "approve", "allow"], {
      description: "What a rewritten branch means. Default refuse.",
    }),
  ),
  deadline: Type.Optional(duration("Longest time of an apply. Default 60s.")),
};

const secret = Type.Object(
  {
    ref: Type.String({
      pattern: `^(env|file|store):${secretPlacePattern.slice(1)}`,
      description: "Where the value is: `env:NAME`, `file:NAME` or `store:NAME`. Never the value itself.",
    }),
    teams: Type.Optional(
      Type.Union([wordSet("Teams."), Type.Null()], { description: "Teams that may use it. Default: all." }),
    ),
    hosts: Type.Optional(
      Type.Union([wordSet("Hosts."), Type.Null()], {
        description: "Hosts it may be sent to. Default: all that egress allows.",
      }),
    ),
  },
  strict,
);

const connection = Type.Object(
  {
    type: Type.Enum(["postgres", "sqlite"], { description: "What kind of database." }),
    secret: name("Secret that holds the address."),
    teams: Type.Optional(
      Type.Union([wordSet("Teams."), Type.Null()], { description: "Teams that may use it. Default: all." }),
    ),
  },
  strict,
);

const channel = Type.Object(
  {
    type: Type.Enum(["webhook", "slack", "smtp"], { description: "How messages are sent." }),
    secret: name("Secret that holds the address."),
  },
  strict,
);

const notification = Type.Object(
  {
    on: Type.Array(Type.Enum([...eventNames], { type: "string" }), {
      uniqueItems: true,
      minItems: 1,
      description: "Events.",
    }),
    to: name("Channel that is told."),
  },
  strict,
);

/** An environment as people write it. */
export const environmentFormat = Type.Object(
  {
    ...manifestHead("Environment"),
    slug: slug("Name of the environment, equal to the file's name."),
    title: Type.Optional(text("Name for people. Default: the slug.", 200)),
    description: Type.Optional(text("For people.")),
    tier: Type.Enum(["production", "uat", "qa", "staging", "development"], {
      description: "How much is at stake.",
    }),
    promotesFrom: Type.Optional(
      Type.Union([slug("Environment."), Type.Null()], {
        description: "Environment in which content runs before.",
      }),
    ),
    source,
    apply: section(apply, "How plans are carried out."),
    immutability: section(
      {
        mode: Type.Optional(
          Type.Enum(["strict", "recreate"], {
            description: "strict (default): a version never changes. recreate: it may; never in production.",
          }),
        ),
        semver: Type.Optional(
          Type.Enum(["enforce", "warn", "off"], {
            description: "Whether versions must grow with changes. Default enforce.",
          }),
        ),
      },
      "What a version means.",
    ),
    gates: Type.Optional(gatesFormat),
    runs: section(
      {
        record: Type.Optional(
          Type.Enum(["full", "redacted", "none"], { description: "What is kept of runs. Default full." }),
        ),
        retention: Type.Optional(duration("How long runs are kept. Default 90d.")),
      },
      "What is kept of runs.",
    ),
    triggers: section(
      {
        default: Type.Optional(
          Type.Enum(["enabled", "disabled"], { description: "Whether triggers fire. Default enabled." }),
        ),
      },
      "Whether triggers fire unless a pipeline's entry says otherwise.",
    ),
    teams: nameMap(teamFormat, "Teams and their queues."),
    fallbackTeam: Type.Optional(
      Type.Union([name("Team."), Type.Null()], {
        description: "Team of pipelines whose own has no entry. Default null: refused.",
      }),
    ),
    quotas: Type.Optional(quotasFormat),
    variables: nameMap(json("Any JSON value; not a secret."), "Values that pipelines may use."),
    secrets: nameMap(secret, "References to secrets that pipelines may use."),
    connections: nameMap(connection, "Databases that pipelines may use."),
    channels: nameMap(channel, "Where messages can be sent."),
    egress: section(
      {
        default: Type.Optional(
          Type.Enum(["allow", "deny"], { description: "Hosts that are not named. Default deny." }),
        ),
        allow: Type.Optional(wordSet("Hosts, addresses or CIDR blocks that steps may reach.")),
      },
      "Which hosts steps may reach.",
    ),
    notifications: Type.Optional(
      Type.Array(notification, { maxItems: 100, description: "Who is told of what." }),
    ),
    pipelines: Type.Optional(
      Type.Record(Type.String(), pipelineOverrideFormat, {
        description: "What is different for one pipeline.",
      }),
    ),
  },
  { ...strict, description: "A named target that follows one branch under one policy." },
);

/** An environment as people write it. */
export type WrittenEnvironment = Static<typeof environmentFormat>;
