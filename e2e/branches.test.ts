import { afterEach, describe, expect, test } from "vitest";

import { environment, greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

let acme: Installation | null = null;

afterEach(async () => {
  await acme?.stop();
  acme = null;
});

async function start(files: Record<string, string> = twoEnvironments): Promise<Installation> {
  acme = await startInstallation(async (repository) => {
    const first = await repository.commit({
      branch: "main",
      files: { ...files, ...greeter("hello", { version: "1.0.0" }) },
    });
    await repository.setBranch("develop", first);
  });
  await acme.untilApplied("production", await acme.repository.revisionOf("main"));
  return acme;
}

const codes = (environment: any) => environment.problems.map(({ code }: { code: string }) => code);

describe("what happens to branches", () => {
  test("a deleted branch removes nothing, and the other environment goes on", async () => {
    const team = await start();
    await team.untilEnvironment("staging", "is in sync", ({ state }) => state === "in-sync");
    await team.repository.deleteBranch("develop");
    const staging = await team.untilEnvironment("staging", "misses its branch", (one) =>
      codes(one).includes("BRANCH_MISSING"),
    );
    expect(staging.applied.revision).not.toBeNull();
    expect((await team.run("staging", "hello")).output).toEqual({ greeting: "Hello, world!" });

    const next = await team.repository.commit({
      branch: "main",
      files: greeter("hello", { version: "1.0.1", text: "Hi" }),
    });
    await team.untilApplied("production", next);
  });

  test("a rewritten branch is refused in production until it contains what is applied", async () => {
    const team = await start();
    const released = await team.repository.revisionOf("main");
    const files = { ...twoEnvironments, ...greeter("hello", { version: "2.0.0", text: "Rewritten" }) };
    await team.repository.commit({ branch: "main", files, parents: [] });
    const refused = await team.untilEnvironment(
      "production",
      "is refused",
      ({ state }) => state === "refused",
    );
    expect(codes(refused)).toContain("BRANCH_REWRITTEN");
    expect(refused.applied.revision).toBe(released);

    await team.repository.setBranch("main", released);
    await team.untilEnvironment("production", "is in sync again", ({ state }) => state === "in-sync");
  });

  test("an older commit does not come back by moving the branch", async () => {
    const team = await start();
    const old = await team.repository.revisionOf("main");
    const next = await team.repository.commit({
      branch: "main",
      files: greeter("hello", { version: "1.1.0", text: "Hi" }),
    });
    await team.untilApplied("production", next);
    await team.repository.setBranch("main", old);
    const refused = await team.untilEnvironment(
      "production",
      "is refused",
      ({ state }) => state === "refused",
    );
    expect(refused.applied.revision).toBe(next);
    expect((await team.run("production", "hello")).output).toEqual({ greeting: "Hi, world!" });
  });

  test("a second environment on a branch is refused, the first goes on", async () => {
    const team = await start();
    const files = environment("canary", "main");
    const shared = await team.repository.commit({ branch: "main", files });
    await team.untilApplied("production", shared);
    const canary = await team.untilEnvironment("canary", "is refused", ({ state }) => state === "refused");
    expect(codes(canary)).toContain("BRANCH_SHARED");
  });

  test("a slug that two files declare refuses the commit and names both", async () => {
    const team = await start();
    const twin = {
      "pipelines/copy/hello.pipeline.json": Object.values(greeter("hello", { version: "1.0.0" }))[0] ?? "",
    };
    await team.repository.commit({ branch: "main", files: twin });
    const refused = await team.untilEnvironment(
      "production",
      "is refused",
      ({ state }) => state === "refused",
    );
    expect(codes(refused)).toContain("SLUG_DUPLICATE");
    const text = JSON.stringify(refused.problems);
    expect(text).toContain("pipelines/copy/hello.pipeline.json");
    expect(text).toContain("pipelines/hello.pipeline.json");
  });

  test("a broken environment file stops only that environment", async () => {
    const team = await start();
    await team.untilEnvironment("staging", "is in sync", ({ state }) => state === "in-sync");
    const files = {
      "environments/staging.json": "{ not json",
      ...greeter("hello", { version: "1.0.2", text: "Hi" }),
    };
    const next = await team.repository.commit({ branch: "main", files });
    await team.untilApplied("production", next);
    const staging = await team.untilEnvironment("staging", "names the mistake", (one) =>
      codes(one).includes("JSON_SYNTAX"),
    );
    expect((await team.run("staging", "hello")).output).toEqual({ greeting: "Hello, world!" });
    expect(staging.state).toBe("refused");
  });

  test("an emptied repository removes nothing", async () => {
    const team = await start();
    const files = { "pipelines/hello.pipeline.json": null };
    await team.repository.commit({ branch: "main", files });
    await team.untilEnvironment("production", "waits", (one) => codes(one).includes("EMPTY_SNAPSHOT"));
    expect((await team.run("production", "hello")).output).toEqual({ greeting: "Hello, world!" });
  });
});
