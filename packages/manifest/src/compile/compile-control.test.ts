import { describe, expect, test } from "vitest";

import { acmeEnvironments, readAcme } from "../../testing/acme.ts";
import { readMarks } from "../../testing/marked-text.ts";
import { textFile } from "../../testing/pipeline-file.ts";
import type { SourceEntry } from "../files/source-file.ts";
import { compileControl } from "./compile-control.ts";

const acme: readonly SourceEntry[] = acmeEnvironments.map((path) => ({
  path,
  file: { kind: "file", bytes: readAcme(path) },
}));

const environment = `{
  "apiVersion": "lockstep/v1",
  "kind": "Environment",
  "slug": "test",
  "tier": "production",
  "source": { "branch": "main" },
  "immutability": { "mode": "strict" },
  "gates": { "windows": { "timezone": "UTC", "allow": [{ "cron": "0 8 * * *", "duration": "9h" }] } },
  "teams": { "all": { "queue": "all" } },
  "fallbackTeam": "all",
  "variables": { "A": 1 },
  "secrets": { "TOKEN": { "ref": "env:TOKEN" } },
  "connections": { "db": { "type": "sqlite", "secret": "TOKEN" } },
  "channels": { "ops": { "type": "webhook", "secret": "TOKEN" } },
  "notifications": [{ "on": ["deploy.applied"], "to": "ops" }]
}
`;

const single = (text: string) => compileControl("r1", [textFile("environments/test.json", text)]);

describe("the control branch", () => {
  test("of the example repository has two environments with every default filled in", () => {
    const { environments, problems, broken } = compileControl("r1", acme);
    expect(problems).toEqual([]);
    expect(broken).toEqual([]);
    expect(environments.map(({ slug }) => slug)).toEqual(["production", "staging"]);
    expect(environments[0]?.environment).toMatchObject({
      promotesFrom: "staging",
      gates: { approvals: { required: 1, expiresAfter: null }, contract: "allow", pullRequest: false },
      teams: { support: { priority: 7, quotas: { concurrentRuns: 40, costPerDay: null } } },
    });
  });

  test("passes over what is no environment", () => {
    const entries = [
      textFile("environments/a/b.json", "{"),
      textFile("lockstep.json", "{"),
      textFile("a.json", "{"),
    ];
    expect(compileControl("r1", entries)).toEqual({
      revision: "r1",
      environments: [],
      broken: [],
      problems: [],
    });
  });

  test.each([
    ["SCHEMA", '"tier"', '«"teir": 1, "tier"'],
    ["SCHEMA", '"strict"', '«"recreate"'],
    ["SLUG_FILE", '"test"', '«"prod"'],
    ["CRON_INVALID", '"0 8 * * *"', '«"0 25 * * *"'],
    ["TIMEZONE_INVALID", '"UTC"', '«"Mars/Olympus"'],
    ["SECRET_MISSING", '"secret": "TOKEN" } },\n  "channels"', '"secret": «"TOKEN2" } },\n  "channels"'],
    ["CONNECTION_MISSING", '"to": "ops"', '"to": «"opps"'],
    ["NO_QUEUE", '"fallbackTeam": "all"', '"fallbackTeam": «"none"'],
    ["SECRET_LITERAL", '"A": 1', '"A": «"postgres://me:secretword@db.example/x"'],
    ["ENVIRONMENT_UNKNOWN", '"source"', '"promotesFrom": «"staging", "source"'],
    [
      "JSON_DUPLICATE_KEY",
      '"tier"',
      '"slug": "test", «"slug": "test", "tier"'.replace('"slug": "test", «', "«"),
    ],
  ])("reports %s at its place", (code, change, by) => {
    const { text, places } = readMarks(environment.replace(change, by));
    const { problems } = single(text);
    expect(problems).toMatchObject([{ code, ...places[0] }]);
  });

  test("names a broken environment, so that nobody takes it for removed", () => {
    const { environments, broken } = single("{");
    expect(environments).toEqual([]);
    expect(broken).toEqual(["test"]);
  });

  test("keeps two environments on one branch and says so at both", () => {
    const other = environment.replace('"test"', '"other"');
    const { environments, problems } = compileControl("r1", [
      textFile("environments/test.json", environment),
      textFile("environments/other.json", other),
    ]);
    expect(environments).toHaveLength(2);
    expect(problems).toMatchObject([
      { code: "BRANCH_SHARED", file: "environments/other.json", line: 6, column: 25 },
      { code: "BRANCH_SHARED", file: "environments/test.json", line: 6, column: 25 },
    ]);
  });

  test.each([
    ["another team of the environment", { others: { queue: "own" } }, {}],
    ["a pipeline", {}, { score: { queue: "own" } }],
  ])("keeps a dedicated queue from %s, and says so where it is named", (_, more, pipelines) => {
    const teams = { owner: { queue: "own", isolation: "dedicated" }, ...more };
    const written = { ...JSON.parse(environment), teams, pipelines, fallbackTeam: "owner" };
    const { problems } = single(JSON.stringify(written, null, 2));
    expect(problems).toMatchObject([
      { code: "QUEUE_DEDICATED", message: 'The queue "own" is dedicated to team owner of test.' },
    ]);
  });

  test("keeps a dedicated queue from other environments", () => {
    const named = (slug: string, isolation: string) =>
      textFile(
        `environments/${slug}.json`,
        JSON.stringify({
          ...JSON.parse(environment),
          slug,
          source: { branch: slug },
          teams: { all: { queue: "own", isolation } },
        }),
      );
    const { problems } = compileControl("r1", [named("one", "dedicated"), named("two", "shared")]);
    expect(problems).toMatchObject([
      { code: "QUEUE_DEDICATED", file: "environments/two.json", path: "/teams/all/queue" },
    ]);
  });

  test("refuses slugs that name the same secrets", () => {
    const named = (slug: string, branch: string) =>
      textFile(
        `environments/${slug}.json`,
        environment.replace('"test"', `"${slug}"`).replace('"main"', `"${branch}"`),
      );
    const { problems, broken } = compileControl("r1", [named("eu-prod", "a"), named("eu_prod", "b")]);
    expect(problems.map(({ code }) => code)).toEqual(["SLUG_DUPLICATE", "SLUG_DUPLICATE"]);
    expect(broken).toEqual(["eu-prod", "eu_prod"]);
  });
});

describe("the digest of an environment", () => {
  const digestOf = (text: string) => single(text).environments[0]?.digest;

  test.each([
    ["a written default", '"tier"', '"description": "", "promotesFrom": null, "tier"'],
    ["a section of defaults", '"tier"', '"apply": { "mode": "auto", "maxPrune": 3 }, "egress": {}, "tier"'],
    ["a title that is the slug", '"tier"', '"title": "test", "tier"'],
    ["a reference to the schema", '"tier"', '"$schema": "../x.json", "tier"'],
    ["a quota of null", '"queue": "all"', '"queue": "all", "priority": 5, "quotas": { "runsPerDay": null }'],
  ])("does not see %s", (_what, change, by) => {
    expect(digestOf(environment.replace(change, by))).toBe(digestOf(environment));
  });

  test.each([
    ["a branch", '"main"', '"trunk"'],
    ["a gate that is on", '"gates": {', '"gates": { "verification": {},'],
    ["a variable", '"A": 1', '"A": 2'],
    ["a team's priority", '"queue": "all"', '"queue": "all", "priority": 6'],
  ])("sees %s", (_what, change, by) => {
    expect(digestOf(environment.replace(change, by))).not.toBe(digestOf(environment));
  });
});
