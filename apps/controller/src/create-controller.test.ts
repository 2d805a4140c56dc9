import { Failure, verifyChain } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "./bench.fixture.ts";
import { createController } from "./create-controller.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const commit = (files: Record<string, string | null>, branch = "main") =>
  bench.repository.commit({ branch, files });
const production = (more: object = {}) => environment("production", "main", more);
const codesOf = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code);

describe("environments", () => {
  test("do not feel each other's broken commits", async () => {
    const first = await commit({
      ...production(),
      ...environment("staging", "develop"),
      ...greeter("hello", "1.0.0"),
    });
    await bench.repository.setBranch("develop", first);
    await bench.look("staging");
    await commit({ "pipelines/hello.pipeline.json": "{" }, "develop");
    const good = await commit(greeter("hello", "1.1.0", "Hi"));
    expect(await bench.look("staging")).toMatchObject({ state: "refused", appliedRevision: first });
    expect(await bench.status("production")).toMatchObject({ state: "in-sync", appliedRevision: good });
  });

  test("do not feel each other's unreadable repositories, and name what is wrong", async () => {
    const everywhere = { source: { branch: "develop", include: ["**/*.pipeline.json"] } };
    const files = { ...production(), ...environment("staging", "develop", everywhere) };
    const first = await commit({ ...files, ...greeter("hello", "1.0.0") });
    await bench.repository.setBranch("develop", first);
    await bench.look("staging");
    const attack = await commit({ [`${"d/".repeat(80)}x.pipeline.json`]: "{}" }, "develop");
    const refused = await bench.look("staging");
    expect(refused).toMatchObject({ state: "refused", desiredRevision: attack, failures: 0 });
    expect(codesOf(refused)).toEqual(["JSON_LIMIT"]);
    const good = await commit(greeter("hello", "1.1.0", "Hi"));
    expect((await bench.look("production")).appliedRevision).toBe(good);
    await commit(environment("staging", "develop"));
    expect(await bench.look("staging")).toMatchObject({ state: "in-sync", appliedRevision: attack });
  });

  test("that are removed are held with what is applied, and come back as they were", async () => {
    const files = { ...production(), ...environment("staging", "develop"), ...greeter("hello", "1.0.0") };
    await bench.repository.setBranch("develop", await commit(files));
    await bench.look("staging");
    await commit({ "environments/staging.json": null });
    const held = await bench.look("staging");
    expect(held).toMatchObject({ state: "held", removed: true, sequence: 1 });
    expect(await bench.applied("staging")).toEqual({ hello: "1.0.0" });
    await commit(environment("staging", "develop"));
    expect(await bench.look("staging")).toMatchObject({ state: "in-sync", removed: false, sequence: 1 });
  });
});

describe("plans that wait for a person", () => {
  const approve = async (verdict: "approved" | "rejected") => {
    const [deploy] = await bench.deploys("production");
    if (deploy === undefined) throw new Error("nothing waits");
    const { hash } = deploy.plan;
    await bench.store.deploys.answer(deploy.id, {
      actor: { kind: "token", id: "token:ada" },
      verdict,
      planHash: hash,
      reason: "because",
    });
    return deploy.id;
  };

  beforeEach(async () => {
    await commit({ ...production({ apply: { mode: "manual" } }), ...greeter("hello", "1.0.0") });
  });

  test("are applied once approved", async () => {
    expect(await bench.look("production")).toMatchObject({ state: "waiting", sequence: 0 });
    const id = await approve("approved");
    expect(await bench.look("production")).toMatchObject({
      state: "in-sync",
      sequence: 1,
      appliedDeploy: id,
    });
  });

  test("give way to a newer commit", async () => {
    await bench.look("production");
    await commit(greeter("hello", "1.1.0", "Hi"));
    await bench.look("production");
    expect((await bench.deploys("production")).map(({ state }) => state)).toEqual(["waiting", "superseded"]);
    expect((await bench.records("production")).map(({ kind }) => kind)).toEqual([
      "waiting",
      "superseded",
      "waiting",
    ]);
  });

  test("are told of once for each reason, with what would change and which gates are closed", async () => {
    await bench.look("production");
    await bench.look("production");
    await bench.restart();
    await bench.look("production");
    const [deploy] = await bench.deploys("production");
    const records = await bench.records("production");
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      kind: "waiting",
      deploy: deploy?.id,
      body: {
        actor: { id: "controller" },
        planHash: deploy?.plan.hash,
        changes: [
          { kind: "configure" },
          {
            kind: "create",
            slug: "hello",
            from: null,
            to: { content: deploy?.plan.changes[1]?.to?.content },
          },
        ],
      },
    });
    expect(records[0]?.body["verdicts"]).toContainEqual(
      expect.objectContaining({ gate: "manual", verdict: "waiting" }),
    );
  });

  test("name in their record whose approval is dismissed", async () => {
    await bench.look("production");
    await approve("approved");
    await bench.repository.commit({ branch: "main", files: greeter("hello", "1.1.0", "Hi") });
    await bench.look("production");
    const record = (await bench.records("production")).find(({ kind }) => kind === "superseded");
    expect(record?.body).toMatchObject({
      because: expect.stringContaining("Dismissed: what token:ada approved."),
      approvals: [{ actor: "token:ada", verdict: "approved" }],
    });
  });

  test("keep their deploy and its approvals when a commit changes no pipeline", async () => {
    await bench.look("production");
    const id = await approve("approved");
    const readme = await commit({ "README.md": "Read me." });
    expect(await bench.look("production")).toMatchObject({ appliedDeploy: id, appliedRevision: readme });
  });

  test("end as rejected when a person says no, until another commit", async () => {
    await bench.look("production");
    const id = await approve("rejected");
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 0 });
    expect(await bench.store.deploys.load(id)).toMatchObject({ state: "rejected" });
    await bench.restart();
    await bench.look("production");
    expect(await bench.deploys("production")).toHaveLength(1);
    await commit(greeter("hello", "1.1.0", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "waiting" });
  });
});

test("a secret that cannot be resolved is waited for", async () => {
  const secrets = { TOKEN: { ref: "env:TOKEN" } };
  const steps = [
    {
      id: "call",
      type: "http",
      with: { url: "https://x.example", headers: { authorization: "{{ secrets.TOKEN }}" } },
    },
  ];
  const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "hello", version: "1.0.0", steps };
  const text = JSON.stringify({ ...manifest, uses: { secrets: ["TOKEN"] } });
  const egress = { default: "deny", allow: ["x.example"] };
  await commit({ ...production({ secrets, egress }), "pipelines/hello.pipeline.json": text });
  const waiting = await bench.look("production");
  expect(waiting).toMatchObject({ state: "waiting", sequence: 0 });
  expect(codesOf(waiting)).toEqual(["SECRET_MISSING"]);
  bench.secrets.set("env:TOKEN", "value");
  expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 1 });
});

test("what gates find is placed on the line, in the file of the branch that declares it", async () => {
  const written = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug: "hello",
    version: "1.0.0",
    team: "nobody",
    uses: { variables: ["FIRST", "CRM_URL"], secrets: ["CRM_TOKEN"] },
    steps: [
      {
        id: "call",
        type: "http",
        with: {
          url: "{{ vars.CRM_URL }}/{{ vars.FIRST }}",
          headers: { authorization: "{{ secrets.CRM_TOKEN }}" },
        },
      },
    ],
  };
  const manifest = { "pipelines/hello.pipeline.json": JSON.stringify(written, null, 2) };
  await commit({ ...manifest, ...production({ fallbackTeam: null, variables: { FIRST: "1" } }) });
  const refused = await bench.look("production");
  expect(refused.problems.map(({ code, line, column, path }) => [code, line, column, path])).toEqual([
    ["VARIABLE_MISSING", 10, 7, "/uses/variables/1"],
    ["SECRET_MISSING", 13, 7, "/uses/secrets/0"],
    ["NO_QUEUE", 6, 11, "/team"],
  ]);
  const reference = { ref: "env:CRM_TOKEN" };
  const mended = production({ variables: { FIRST: "1", CRM_URL: "x" }, secrets: { CRM_TOKEN: reference } });
  await commit(mended);
  const waiting = await bench.look("production");
  const column = (mended["environments/production.json"]?.indexOf(JSON.stringify(reference)) ?? 0) + 1;
  expect(waiting.problems).toMatchObject([
    {
      code: "SECRET_MISSING",
      file: "environments/production.json",
      path: "/secrets/CRM_TOKEN",
      line: 1,
      column,
    },
  ]);
});

describe("others who work on the same environment", () => {
  test("are waited for while they hold its lease", async () => {
    await commit({ ...production(), ...greeter("hello", "1.0.0") });
    await bench.store.leases.acquire("environment:production", "other", 60_000);
    expect(await bench.look("production")).toMatchObject({ state: "pending", sequence: 0 });
    bench.clock.time += 61_000;
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 1 });
  });

  test("may apply first: the plan is made anew", async () => {
    await commit({ ...production(), ...greeter("hello", "1.0.0") });
    const { store } = bench;
    let tries = 0;
    const apply: typeof store.deploys.apply = async (application) => {
      tries += 1;
      return tries === 1 ? { outcome: "conflict" } : store.deploys.apply(application);
    };
    bench.controller = createController({
      ...bench.deps,
      store: { ...store, deploys: { ...store.deploys, apply } },
    });
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 1 });
    expect(tries).toBe(2);
    expect((await bench.deploys("production")).map(({ state }) => state)).toEqual(["applied"]);
  });

  test("may release the version first with other content: the plan made anew is refused", async () => {
    const files = { ...production(), ...environment("staging", "develop") };
    const first = await commit({ ...files, ...greeter("hello", "1.0.0") });
    await bench.repository.setBranch("develop", first);
    await bench.look("production");
    await commit(greeter("hello", "1.1.0", "Hi"));
    await commit(greeter("hello", "1.1.0", "Hey"), "develop");
    await bench.controller.reconcile();
    await bench.controller.reconcile();
    const both = [await bench.status("production"), await bench.status("staging")];
    expect(both.map(({ state }) => state).sort()).toEqual(["in-sync", "refused"]);
    expect(both.flatMap(codesOf)).toEqual(["IMMUTABLE_VERSION"]);
  });
});

test("a fault of git changes nothing but what is said, and passes", async () => {
  const first = await commit({ ...production(), ...greeter("hello", "1.0.0") });
  await bench.look("production");
  bench.fault = new Failure("repository-unreachable", "the repository does not answer");
  const next = await commit(greeter("hello", "1.1.0", "Hi"));
  await bench.look("production");
  expect(await bench.look("production")).toMatchObject({
    state: "unknown",
    failures: 2,
    appliedRevision: first,
  });
  expect(bench.controller.health().fault).toBe("the repository does not answer");
  bench.fault = null;
  expect(await bench.look("production")).toMatchObject({
    state: "in-sync",
    failures: 0,
    appliedRevision: next,
  });
  expect(bench.controller.health().fault).toBeNull();
});

const day = 86_400_000;

describe.each([
  ["forward", day],
  ["back", -day],
])("a clock that jumps %s by a day", (_direction, jump) => {
  test("neither stops deploys nor repeats them", async () => {
    await commit({ ...production(), ...greeter("hello", "1.0.0") });
    await bench.look("production");
    bench.clock.time += jump;
    await bench.look("production");
    expect((await bench.status("production")).sequence).toBe(1);
    const next = await commit(greeter("hello", "1.1.0", "Hi"));
    expect(await bench.look("production")).toMatchObject({ appliedRevision: next, sequence: 2 });
    await bench.restart();
    expect((await bench.look("production")).sequence).toBe(2);
    expect(verifyChain(await bench.records("production"))).toMatchObject({ intact: true, length: 2 });
  });

  test("does not put off what rests after a fault", async () => {
    await commit({ ...production(), ...greeter("hello", "1.0.0") });
    await bench.look("production");
    await commit({ [`pipelines/${"d/".repeat(80)}x.pipeline.json`]: "{}" });
    const { retryAt } = await bench.look("production");
    bench.clock.time += jump;
    expect((await bench.look("production")).retryAt).not.toBe(retryAt);
  });
});
