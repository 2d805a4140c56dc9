import { expect, inject, test } from "vitest";

import { startDistributed } from "../harness/behaviours/modes.ts";
import { describeBehaviours } from "./describe-behaviours.ts";

const start = startDistributed(inject("postgresUrl"));

describeBehaviours("processes beside PostgreSQL", start, (mode) => {
  test("both workers carry runs on", async () => {
    expect(await mode().writers()).toEqual(expect.arrayContaining(["worker-1.1", "worker-2.1"]));
  });
});
