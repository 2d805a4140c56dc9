import { createTestDatabase } from "@lockstep/testkit";
import { describe, expect, inject, test } from "vitest";

import { environment } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually, runCommand } from "./harness/lockstep-process.ts";

const databases = {
  sqlite: async () => ({}),
  postgres: async () => ({ DATABASE_URL: (await createTestDatabase(inject("postgresUrl"))).url }),
};

function manifest(slug: string, more: object): Record<string, string> {
  const text = JSON.stringify({
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version: "1.0.0",
    ...more,
  });
  return { [`pipelines/${slug}.pipeline.json`]: text };
}

const form = {
  type: "object",
  required: ["approved"],
  properties: { approved: { type: "boolean" } },
  additionalProperties: false,
};

const review = {
  steps: [
    {
      id: "ask",
      type: "approval",
      with: { prompt: "Ship {{ input.what }}?", assignees: ["team:ops"], form, expiresAfter: "1h" },
    },
  ],
  input: { schema: { type: "object", properties: { what: { type: "string", default: "it" } } } },
  output: { value: "{{ steps.ask.output.approved }}" },
};

const release = {
  steps: [
    { id: "nap", type: "wait", with: { for: "8s" } },
    {
      id: "review",
      type: "pipeline",
      dependsOn: ["nap"],
      timeout: "1h",
      with: { pipeline: "review@^1.0.0", input: { what: "the release" } },
    },
  ],
  output: { value: { approved: "{{ steps.review.output }}" } },
};

const many = {
  steps: [
    {
      id: "each",
      type: "echo",
      forEach: { items: "{{ input }}", concurrency: 10 },
      with: { value: "{{ item.n * 2.0 }}" },
    },
  ],
  input: { schema: { type: "array" } },
  output: { value: "{{ size(steps.each.output) }}" },
};

const flaky = {
  steps: [
    { id: "first", type: "echo", with: { value: 1 } },
    { id: "second", type: "assert", dependsOn: ["first"], with: { that: false, message: "Not today." } },
  ],
};

async function start(acme: Installation, slug: string, input: unknown = {}): Promise<string> {
  const { status, body } = await acme.call("POST", `/environments/staging/pipelines/${slug}/run`, { input });
  expect({ status, body }).toMatchObject({ status: 202 });
  return body.run.id;
}

async function untilRun(acme: Installation, id: string, state: string): Promise<any> {
  let run: any = null;
  await eventually(`run ${id} is ${state}`, async () => {
    run = (await acme.call("GET", `/runs/${id}`)).body.run;
    return run.status === state;
  });
  return run;
}

/** A token of somebody else than who starts the runs: nobody answers their own approvals. */
async function approver(acme: Installation): Promise<(path: string, body: unknown) => Promise<Response>> {
  const { body } = await acme.call("POST", "/tokens", { name: "ada", role: "approver", environments: null });
  const headers = { authorization: `Bearer ${body.secret}`, "content-type": "application/json" };
  return (path, answer) =>
    fetch(`${acme.process().url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(answer) });
}

describe.each(Object.entries(databases))("runs that wait, on %s", (_name, prepare) => {
  test(
    "survive a full stop, are answered once, called and cancelled together, and go on after a failure",
    { timeout: 180_000 },
    async () => {
      const acme = await startInstallation(
        async (repository) => {
          const files = [
            environment("staging", "main"),
            manifest("review", review),
            manifest("release", release),
            manifest("many", many),
            manifest("flaky", flaky),
          ];
          await repository.commit({ branch: "main", files: Object.assign({}, ...files) });
        },
        await prepare(),
      );
      await acme.untilApplied("staging", await acme.repository.revisionOf("main"));
      await expectStopSurvived(acme);
      await expectCancelledTogether(acme);
      await expectManyItems(acme);
      await expectRetry(acme);
      await acme.stop();
    },
  );
});

async function expectStopSurvived(acme: Installation): Promise<void> {
  const above = await start(acme, "release");
  await untilRun(acme, above, "waiting");
  await acme.process().kill();
  await acme.restart();
  let asked: any = null;
  await eventually("the review is asked for", async () => {
    asked = (await acme.call("GET", "/approvals?environment=staging")).body.items[0] ?? null;
    return asked !== null;
  });
  expect(asked).toMatchObject({ slug: "review", prompt: "Ship the release?", assignees: ["team:ops"] });
  await acme.process().kill();
  await acme.restart();
  const listed = await runCommand(
    { dataDirectory: acme.dataDirectory, url: acme.process().url },
    "runs",
    "--waiting",
  );
  expect(listed).toContain("Ship the release?");
  const own = await acme.call("POST", `/runs/${asked.run}/steps/ask/complete`, { value: { approved: true } });
  expect(own).toMatchObject({ status: 403, body: { code: "OWN_APPROVAL" } });
  const answer = await approver(acme);
  const bad = await answer(`/runs/${asked.run}/steps/ask/complete`, { value: { approved: "yes", more: 1 } });
  expect([bad.status, ((await bad.json()) as { errors: object[] }).errors.length]).toEqual([400, 2]);
  const answers = await Promise.all(
    [true, true, true].map((approved) =>
      answer(`/runs/${asked.run}/steps/ask/complete`, { value: { approved } }),
    ),
  );
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "409", "409"]);
  expect(await untilRun(acme, above, "completed")).toMatchObject({ output: { approved: true } });
  expect(await untilRun(acme, asked.run, "completed")).toMatchObject({
    trigger: { type: "pipeline", id: above },
    parent: { run: above, step: "review" },
  });
}

async function expectCancelledTogether(acme: Installation): Promise<void> {
  const above = await start(acme, "release");
  let below: any = null;
  await eventually("the review has begun", async () => {
    const { items } = (await acme.call("GET", "/runs?pipeline=review&state=waiting")).body;
    below = items.find(({ parent }: any) => parent?.run === above) ?? null;
    return below !== null;
  });
  const other = await start(acme, "review");
  await untilRun(acme, other, "waiting");
  const { status, body } = await acme.call("POST", `/runs/${above}/cancel`, {});
  expect([status, body.run.status]).toEqual([200, "cancelled"]);
  expect((await acme.call("GET", `/runs/${below.id}`)).body.run.status).toBe("cancelled");
  expect((await acme.call("GET", `/runs/${other}`)).body.run.status).toBe("waiting");
  await acme.call("POST", `/runs/${other}/cancel`, {});
}

async function expectManyItems(acme: Installation): Promise<void> {
  const items = Array.from({ length: 10_000 }, (_, n) => ({ n }));
  const before = performance.now();
  const run = await acme.run("staging", "many", items);
  expect(run).toMatchObject({ status: "completed", output: 10_000 });
  expect(performance.now() - before).toBeLessThan(25_000);
}

async function expectRetry(acme: Installation): Promise<void> {
  const failed = await acme.run("staging", "flaky");
  expect(failed).toMatchObject({ status: "failed", error: { step: "second" } });
  const { status, body } = await acme.call("POST", `/runs/${failed.id}/retry`, {});
  expect([status, body.run.retryOf]).toEqual([202, failed.id]);
  await untilRun(acme, body.run.id, "failed");
  const { items } = (await acme.call("GET", `/runs/${body.run.id}/steps`)).body;
  const before = (await acme.call("GET", `/runs/${failed.id}/steps`)).body.items;
  const first = (attempts: any[]) => attempts.find(({ step }) => step === "first");
  expect(first(items)).toEqual(first(before));
  await acme.repository.commit({
    branch: "main",
    files: manifest("flaky", { version: "1.1.0", steps: flaky.steps.slice(0, 1) }),
  });
  await acme.untilApplied("staging", await acme.repository.revisionOf("main"));
  const mended = await acme.call("POST", `/runs/${failed.id}/retry`, { version: "applied" });
  expect(mended.body.run).toMatchObject({ version: "1.1.0", retryOf: failed.id });
  await untilRun(acme, mended.body.run.id, "completed");
}
