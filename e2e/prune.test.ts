import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

const names = ["one", "two", "three", "four", "five"].map((word) => `greet-${word}`);
const path = (slug: string) => `pipelines/${slug}.pipeline.json`;

describe("removing manifests", () => {
  let acme: Installation;

  beforeAll(async () => {
    acme = await startInstallation(async (repository) => {
      const greeters = names.map((slug) => greeter(slug, { version: "1.0.0" }));
      const files = Object.assign(
        {},
        environment("production", "main", { apply: { maxPrune: 2 } }),
        ...greeters,
      );
      await repository.commit({ branch: "main", files });
    });
    await acme.untilApplied("production", await acme.repository.revisionOf("main"));
  });
  afterAll(() => acme.stop());

  const applied = async () => {
    const { body } = await acme.call("GET", "/environments/production/pipelines");
    return body.items.map(({ slug }: { slug: string }) => slug).sort();
  };

  test("one of them retires its pipeline", async () => {
    const pruned = await acme.repository.commit({ branch: "main", files: { [path("greet-five")]: null } });
    await acme.untilApplied("production", pruned);
    expect(await applied()).toEqual(["greet-four", "greet-one", "greet-three", "greet-two"]);
    const answer = await acme.call("POST", "/environments/production/pipelines/greet-five/run", {
      input: {},
    });
    expect(answer.status).toBe(404);
  });

  test("more than the brake allows waits for a person, who can let it pass", async () => {
    const files = { [path("greet-one")]: null, [path("greet-two")]: null, [path("greet-three")]: null };
    const wide = await acme.repository.commit({ branch: "main", files });
    const waiting = await acme.untilEnvironment("production", "waits", ({ state }) => state === "waiting");
    expect(waiting.problems.map(({ code }: { code: string }) => code)).toContain("PRUNE_BRAKE");
    expect(await applied()).toHaveLength(4);

    const { body } = await acme.call("GET", `/deploys/${waiting.deploy}`);
    const wrong = await acme.call("POST", `/deploys/${waiting.deploy}/approve`, {
      planHash: `sha256:${"0".repeat(64)}`,
    });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const right = await acme.call("POST", `/deploys/${waiting.deploy}/approve`, {
      planHash: body.deploy.planHash,
    });
    expect(right.status).toBeLessThan(300);
    await acme.untilApplied("production", wide);
    expect(await applied()).toEqual(["greet-four"]);
  });

  test("all of them never passes by itself", async () => {
    await acme.repository.commit({ branch: "main", files: { [path("greet-four")]: null } });
    const waiting = await acme.untilEnvironment("production", "waits", ({ state }) => state === "waiting");
    expect(waiting.problems.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/EMPTY_SNAPSHOT|PRUNE_BRAKE/)]),
    );
    expect(await applied()).toEqual(["greet-four"]);
  });
});
