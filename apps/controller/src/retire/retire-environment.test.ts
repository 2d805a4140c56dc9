import type { Actor } from "@lockstep/model";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Bench, environment, greeter, openBench } from "../bench.fixture.ts";
import { createRetire } from "./retire-environment.ts";

const ada: Actor = { kind: "token", id: "token:ada" };
let bench: Bench;

beforeEach(async () => {
  bench = await openBench();
  const files = { ...environment("production", "main"), ...environment("staging", "develop") };
  const first = await bench.repository.commit({
    branch: "main",
    files: { ...files, ...greeter("hello", "1.0.0") },
  });
  await bench.repository.setBranch("develop", first);
  await bench.look("staging");
});
afterEach(() => bench.close());

const setManifest = (manifest: Record<string, string | null>) =>
  bench.repository.commit({ branch: "main", files: manifest });
const remove = () => setManifest({ "environments/staging.json": null });
const retire = (reason = "Nobody needs it.") =>
  createRetire(bench.deps)({ environment: "staging", reason, actor: ada });

test("a removed environment is taken out of service, whatever its policy asks of git", async () => {
  await setManifest(environment("staging", "develop", { apply: { mode: "manual", prune: "keep" } }));
  await bench.look("staging");
  const [waiting] = await bench.deploys("staging");
  if (waiting?.state === "waiting")
    await bench.store.deploys.answer(waiting.id, {
      actor: ada,
      verdict: "approved",
      planHash: waiting.plan.hash,
      reason: "",
    });
  await bench.look("staging");
  await remove();
  expect(await bench.look("staging")).toMatchObject({ state: "held", removed: true });
  const { deploy, sequence } = await retire();
  expect(await bench.applied("staging")).toEqual({});
  expect(deploy.intent).toBe("retire");
  expect((await bench.records("staging")).at(-1)).toMatchObject({
    kind: "retired",
    deploy: deploy.id,
    body: { actor: ada, reason: "Nobody needs it." },
  });
  const status = await bench.look("staging");
  expect(status).toMatchObject({ state: "held", sequence });
  expect(status.because).toContain("taken out of service");
  expect(status.retiredAt).not.toBeNull();
});

test("it keeps its policy, and is planned anew when its manifest comes back", async () => {
  await remove();
  await bench.look("staging");
  await retire();
  expect((await bench.store.environments.loadApplied("staging")).policy?.slug).toBe("staging");
  await setManifest(environment("staging", "develop"));
  expect(await bench.look("staging")).toMatchObject({ state: "in-sync", retiredAt: null, removed: false });
  expect(await bench.applied("staging")).toEqual({ hello: "1.0.0" });
});

test("it is refused while the manifest is there, twice, and without a reason", async () => {
  await expect(retire()).rejects.toMatchObject({ kind: "unprocessable", code: "NOT_REMOVED" });
  await remove();
  await bench.look("staging");
  await expect(retire(" ")).rejects.toMatchObject({ kind: "invalid-input" });
  await retire();
  await expect(retire()).rejects.toMatchObject({ code: "ALREADY_RETIRED" });
});
