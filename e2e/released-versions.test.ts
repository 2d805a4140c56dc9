import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

const names = Array.from({ length: 11 }, (_, index) => `greet-${String.fromCharCode(97 + index)}`);

function allAt(version: string, text: string): Record<string, string> {
  return Object.assign({}, ...names.map((slug) => greeter(slug, { version, text })));
}

describe("a released version", () => {
  let acme: Installation;
  let released = "";

  beforeAll(async () => {
    acme = await startInstallation(async (repository) => {
      const files = { ...twoEnvironments, ...allAt("1.0.0", "Hello") };
      released = await repository.commit({ branch: "main", files });
      await repository.setBranch("develop", released);
    });
    await acme.untilApplied("production", released);
  });
  afterAll(() => acme.stop());

  test("cannot be rewritten: the whole commit is refused with everything needed to mend it", async () => {
    const files = {
      ...allAt("1.1.0", "Good day"),
      ...greeter(names[0] ?? "", { version: "1.0.0", text: "Good day" }),
    };
    const bad = await acme.repository.commit({ branch: "main", files });
    const environment = await acme.untilEnvironment(
      "production",
      "is refused",
      ({ state, desired }) => state === "refused" && desired.revision === bad,
    );

    expect(environment.applied.revision).toBe(released);
    const problems = environment.problems.filter(
      ({ code }: { code: string }) => code === "IMMUTABLE_VERSION",
    );
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem).toMatchObject({ file: "pipelines/greet-a.pipeline.json", line: 5, column: 14 });
    expect(JSON.stringify(problem)).toContain(released);
    expect(JSON.stringify(problem).match(/sha256:[0-9a-f]{64}/g)?.length).toBeGreaterThanOrEqual(2);
    expect(problem.message).toContain("greet");
    expect(problem.fix).toContain("1.0.1");
    expect((await acme.run("production", "greet-b")).output).toEqual({ greeting: "Hello, world!" });
  });

  test("the next good commit goes through without anyone's help", async () => {
    const good = await acme.repository.commit({
      branch: "main",
      files: greeter(names[0] ?? "", { version: "1.1.0", text: "Good day" }),
    });
    await acme.untilApplied("production", good);
    expect((await acme.run("production", "greet-a")).output).toEqual({ greeting: "Good day, world!" });
  });

  test("may be reformatted, reordered, described, tuned and triggered anew", async () => {
    const manifest = JSON.parse(
      Object.values(greeter("greet-b", { version: "1.1.0", text: "Good day" }))[0] ?? "",
    );
    const reordered = Object.fromEntries(
      Object.entries({ ...manifest, title: "B", timeout: "2h" }).reverse(),
    );
    const step = {
      ...manifest.steps[0],
      when: null,
      runOn: "success",
      description: "says it",
      retry: { maxAttempts: 3 },
    };
    delete step.when;
    const trigger = { id: "daily", type: "cron", schedule: "0 6 * * *" };
    const text = JSON.stringify({ ...reordered, steps: [step], triggers: [trigger] });
    const good = await acme.repository.commit({
      branch: "main",
      files: { "pipelines/greet-b.pipeline.json": text },
    });
    await acme.untilApplied("production", good);
  });

  test("comes back by a merged git revert", async () => {
    const back = await acme.repository.commit({
      branch: "main",
      files: greeter("greet-c", { version: "1.0.0", text: "Hello" }),
    });
    await acme.untilApplied("production", back);
    const { body } = await acme.call("GET", "/deploys?environment=production&limit=1");
    const { deploy } = (await acme.call("GET", `/deploys/${body.items[0].id}`)).body;
    expect(deploy.plan.changes).toMatchObject([{ kind: "revert", slug: "greet-c" }]);
    expect((await acme.run("production", "greet-c")).output).toEqual({ greeting: "Hello, world!" });
  });

  test("cannot be passed by a lower version that was never released", async () => {
    await acme.repository.commit({
      branch: "main",
      files: greeter("greet-d", { version: "1.0.5", text: "Bye" }),
    });
    const environment = await acme.untilEnvironment(
      "production",
      "is refused",
      ({ state }) => state === "refused",
    );
    expect(environment.problems).toMatchObject([{ code: "SEMVER_DOWNGRADE" }]);
    expect(JSON.stringify(environment.problems)).toContain("reverting the commit");
  });
});
