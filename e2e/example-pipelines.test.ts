import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import {
  etlInput,
  etlOutput,
  expectCustomersLoaded,
  expectModelAsked,
  expectTicketUpdated,
  teachModel,
} from "./harness/acme-claims.ts";
import { type Place, startDistributed, startEmbedded } from "./harness/acme-places.ts";
import { copyOfAcme } from "./harness/acme-repository.ts";
import { answerReview, sendTicket, startRun, stepsWithoutSecrets, untilRun } from "./harness/acme-runs.ts";
import { type AcmeWorld, canary, startAcmeWorld } from "./harness/acme-world.ts";
import { runOffline } from "./harness/run-offline.ts";

const charged = "I was charged twice for order 9981.";
const chargedOutput = {
  category: "billing",
  priority: "high",
  queue: "billing-l1",
  reviewedByHuman: false,
  draftReply: "Sorry about that.",
};
const chargedUpdate = { queue: "billing-l1", priority: "high", draft: "Sorry about that." };

const vague = "Nothing works any more.";
const vagueOutput = {
  category: "technical",
  priority: "low",
  queue: "tech-l1",
  reviewedByHuman: true,
  draftReply: null,
};
const vagueUpdate = { queue: "tech-l1", priority: "low", draft: null };

const rejected = "1 customers were rejected";

/** What the channels were sent. */
function reportsTo({ alerts }: AcmeWorld): readonly unknown[] {
  const sent = alerts.requests.filter(
    ({ method, path }) => method === "POST" && path === `/${canary}channel`,
  );
  return sent.map(({ body }) => (body as { readonly text: unknown }).text);
}

describe("the example repository as files", () => {
  const folder = copyOfAcme();
  let world: AcmeWorld;
  beforeAll(async () => {
    world = await startAcmeWorld(inject("postgresUrl"));
    writeFileSync(join(folder, ".secrets"), JSON.stringify(world.secrets), { mode: 0o600 });
  });
  afterAll(() => world.stop());

  /** The environment is the repository's own; only where the services are is said here. */
  async function runFile(file: string, input: object): Promise<any> {
    const places = Object.entries(world.variables).flatMap(([name, value]) => ["--var", `${name}=${value}`]);
    const given = ["--input", JSON.stringify(input), "--secret-file", ".secrets", ...places];
    const args = ["run", file, "--env", "staging", "--json", ...given];
    const { exitCode, stdout, stderr } = await runOffline(args, { cwd: folder });
    expect({ exitCode, stderr, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain("Bearer [redacted]");
    expect(stdout + stderr).not.toContain(canary);
    return JSON.parse(stdout).run;
  }

  test.each(["validate", "test"])("passes lockstep %s", async (command) => {
    const { exitCode, stdout } = await runOffline([command], { cwd: folder });
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
  });

  test("triages a ticket", async () => {
    teachModel(world, { category: "billing", confidence: 0.93 });
    const input = { ticketId: "T-1", message: charged, customerId: "C-77" };
    const run = await runFile("pipelines/support/support-triage.pipeline.json", input);
    expect(run).toMatchObject({ status: "completed", output: chargedOutput });
    expectModelAsked(world, { text: charged, model: "triage-small", isDrafted: true });
    expectTicketUpdated(world, { ticket: "T-1", customer: "C-77", run: run.id }, chargedUpdate);
  });

  test("loads customers", async () => {
    const run = await runFile("pipelines/data/customer-etl.pipeline.json", etlInput);
    expect(run).toMatchObject({ status: "completed", output: etlOutput });
    await expectCustomersLoaded(world);
    expect(reportsTo(world)).toEqual([rejected]);
  });
});

const ways = [
  ["in one process on SQLite", startEmbedded],
  ["in many processes on PostgreSQL", startDistributed],
] as const;

describe.each(ways)("the example repository %s", (_name, start) => {
  const stops: (() => Promise<void>)[] = [];
  let world: AcmeWorld;
  let place: Place;
  beforeAll(async () => {
    world = await startAcmeWorld(inject("postgresUrl"));
    stops.push(world.stop);
    place = await start(world, inject("postgresUrl"));
    stops.push(place.stop);
  });
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  test("triages a ticket that the helpdesk sends, once", async () => {
    teachModel(world, { category: "billing", confidence: 0.93 });
    const ticket = { id: "T-1", text: charged, customer_id: "C-77" };
    const { run: id, ...sent } = await sendTicket(place, world, ticket);
    expect(sent).toEqual({ status: 202, isDuplicate: false });
    expect(await untilRun(place, id, "completed")).toMatchObject({
      output: chargedOutput,
      trigger: { type: "webhook", id: "helpdesk" },
    });
    const again = await sendTicket(place, world, { ...ticket, text: `${charged} Hello?` });
    expect(again).toEqual({ status: 202, run: id, isDuplicate: true });
    expectModelAsked(world, { text: charged, model: place.model, isDrafted: true });
    expectTicketUpdated(world, { ticket: "T-1", customer: "C-77", run: id }, chargedUpdate);
    expect(await stepsWithoutSecrets(place, id)).toMatchObject({ review: "skipped", alert: "skipped" });
  });

  test("asks a person where the model is not sure, and the person wins", async () => {
    teachModel(world, { category: "other", confidence: 0.41 });
    const input = { ticketId: "T-2", message: vague, customerId: "C-9" };
    const id = await startRun(place, "support-triage", input);
    await untilRun(place, id, "waiting");
    await answerReview(place, id, { category: "technical" });
    expect(await untilRun(place, id, "completed")).toMatchObject({ output: vagueOutput });
    expectModelAsked(world, { text: vague, model: place.model, isDrafted: false });
    expectTicketUpdated(world, { ticket: "T-2", customer: "C-9", run: id }, vagueUpdate);
    expect(await stepsWithoutSecrets(place, id)).toMatchObject({ review: "completed", draft: "skipped" });
  });

  test("loads customers and reports those it rejects", async () => {
    const id = await startRun(place, "customer-etl", etlInput);
    expect(await untilRun(place, id, "completed")).toMatchObject({ output: etlOutput });
    await expectCustomersLoaded(world);
    expect(reportsTo(world)).toEqual([rejected]);
    expect(await stepsWithoutSecrets(place, id)).toMatchObject({ load: "completed", report: "completed" });
  });
});
