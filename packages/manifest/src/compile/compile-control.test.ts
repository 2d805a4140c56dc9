import { describe, expect, test } from "vitest";

import { acmeControl, readAcme } from "../../testing/acme.ts";
import { readMarks } from "../../testing/marked-text.ts";
import { textFile } from "../../testing/pipeline-file.ts";
import type { SourceEntry } from "../files/source-file.ts";
import { compileControl } from "./compile-control.ts";

const acme: readonly SourceEntry[] = acmeControl.map((path) => ({
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
    const entries = [textFile("environments/a/b.json", "{"), textFile("a.json", "{")];
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

describe("who is who", () => {
  const asking = (gates: object) => JSON.stringify({ ...JSON.parse(environment), gates }, null, 2);
  const compileWith = (gates: object, org: string | object | null) =>
    compileControl("r1", [
      textFile("environments/test.json", asking(gates)),
      ...(org === null
        ? []
        : [textFile("lockstep.json", typeof org === "string" ? org : JSON.stringify(org))]),
    ]);
  const org = {
    apiVersion: "lockstep/v1",
    kind: "Org",
    teams: {
      platform: { members: ["token:ci", "github:ada", "email:Bo@Acme.example"] },
      other: { members: ["github:eve"] },
    },
    people: {
      "github:ada": { emails: ["Ada@Acme.example"], tokens: ["ada"] },
      "github:bo": {},
    },
  };
  const approvals = { approvals: { required: 2, from: ["team:platform", "github:cy"] } };

  test("is told to environments whose gates ask, of the teams that they name", () => {
    const { environments, problems } = compileWith(approvals, org);
    expect(problems).toEqual([]);
    expect(environments[0]?.environment.directory).toEqual({
      teams: { platform: ["email:bo@acme.example", "github:ada", "token:ci"] },
      people: { "github:ada": ["email:ada@acme.example", "token:ada"] },
    });
  });

  test("is told for breaking the glass, too", () => {
    const breakGlass = { from: ["team:other"] };
    const { environments } = compileWith({ windows: { breakGlass } }, org);
    expect(environments[0]?.environment.directory.teams).toEqual({ other: ["github:eve"] });
  });

  test("changes no environment whose gates do not ask", () => {
    const [without, with_] = [compileWith({}, null), compileWith({}, org)];
    expect(with_.environments).toEqual(without.environments);
    expect(with_.environments[0]?.environment.directory).toEqual({ teams: {}, people: {} });
  });

  test("changes the digest of one that asks when a member joins, and not in which order they are written", () => {
    const digestOf = (members: readonly string[]) =>
      compileWith(approvals, { ...org, teams: { platform: { members } } }).environments[0]?.digest;
    const before = digestOf(["github:ada", "github:bo"]);
    expect(digestOf(["github:bo", "github:ada"])).toBe(before);
    expect(digestOf(["github:ada", "github:bo", "github:cy"])).not.toBe(before);
  });

  test.each([
    [
      "a team that is not there",
      { approvals: { required: 1, from: ["team:platfrom"] } },
      org,
      "/gates/approvals/from/0",
    ],
    [
      "a team to break the glass without lockstep.json",
      { windows: { breakGlass: { from: ["github:ada", "team:x"] } } },
      null,
      "/gates/windows/breakGlass/from/1",
    ],
    ["lockstep.json with errors", { approvals: { required: 1 } }, "{", "/gates/approvals"],
  ])("breaks an environment that asks for %s", (_what, gates, written, path) => {
    const { environments, broken, problems } = compileWith(gates, written);
    expect([environments, broken]).toEqual([[], ["test"]]);
    const [found] = problems.filter(({ file }) => file === "environments/test.json");
    expect(found).toMatchObject({ code: "TEAM_UNKNOWN", path });
    expect(found?.line).toBeGreaterThan(1);
  });

  test("breaks an environment that asks for more people than it names", () => {
    const { broken, problems } = compileWith(
      { approvals: { required: 3, from: ["github:ada", "team:other"] } },
      org,
    );
    expect(broken).toEqual(["test"]);
    expect(problems).toMatchObject([{ code: "APPROVERS_MISSING", path: "/gates/approvals/required" }]);
  });

  test("that cannot be read breaks only those who ask", () => {
    const { environments, problems } = compileWith({}, "{");
    expect(environments.map(({ slug }) => slug)).toEqual(["test"]);
    expect(problems).toMatchObject([{ code: "JSON_SYNTAX", file: "lockstep.json" }]);
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
