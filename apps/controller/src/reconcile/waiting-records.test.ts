import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
  const manual = environment("production", "main", { apply: { mode: "manual" } });
  await bench.repository.commit({ branch: "main", files: { ...manual, ...greeter("hello", "1.0.0") } });
});
afterEach(() => bench.close());

describe("plans that wait", () => {
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
    const [deploy] = await bench.deploys("production");
    if (deploy === undefined) throw new Error("nothing waits");
    await bench.store.deploys.answer(deploy.id, {
      actor: { kind: "token", id: "token:ada" },
      verdict: "approved",
      planHash: deploy.plan.hash,
      reason: "",
    });
    await bench.repository.commit({ branch: "main", files: greeter("hello", "1.1.0", "Hi") });
    await bench.look("production");
    const records = await bench.records("production");
    expect(records.map(({ kind }) => kind)).toEqual(["waiting", "approval-given", "superseded", "waiting"]);
    const record = records.find(({ kind }) => kind === "superseded");
    expect(record?.body).toMatchObject({
      because: expect.stringContaining("Dismissed: what token:ada approved."),
      outcome: "waiting",
      verdicts: expect.arrayContaining([expect.objectContaining({ gate: "manual", verdict: "waiting" })]),
      approvals: [{ actor: "token:ada", verdict: "approved" }],
    });
  });
});
