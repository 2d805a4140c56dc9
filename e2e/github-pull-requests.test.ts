import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type GitHubInstallation, startGitHubInstallation } from "./harness/github-installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

const validate = "lockstep / validate";
const planOf = (environment: string) => `lockstep / plan (${environment})`;
const tests = "lockstep / tests";

describe("a pull request on GitHub", () => {
  let acme: GitHubInstallation;

  beforeAll(async () => {
    acme = await startGitHubInstallation({
      files: { ...twoEnvironments, ...greeter("hello", { version: "1.0.0" }) },
    });
    const released = await acme.repository.git.revisionOf("main");
    await acme.untilApplied("staging", released);
    await acme.untilApplied("production", released);
  });
  afterEach(() => expect(acme.github.violations).toEqual([]));
  afterAll(() => acme.stop());

  const open = (branch: string, base = "develop") =>
    acme.github.openPull(acme.repository, { head: branch, base });

  test("shows the problems of three files on their lines, and is green once they are mended", async () => {
    const bad = {
      "pipelines/broken.pipeline.json": '{\n  "apiVersion": "lockstep/v1",\n  "kind": ]\n}\n',
      ...lineByLine("misnamed", { slug: "other" }),
      ...lineByLine("unknown", { steps: [{ id: "a", type: "teleport", with: {} }] }),
    };
    const head = await acme.branchOff("three-bad-files", "develop", bad);
    const pull = await open("three-bad-files");
    const check = await acme.untilCheck(head, validate);
    expect(check).toMatchObject({ conclusion: "failure" });
    const places = check.annotations.map(({ path, start_line: line }) => `${String(path)}:${String(line)}`);
    expect(places).toContain("pipelines/broken.pipeline.json:3");
    expect(places).toContain(
      `pipelines/misnamed.pipeline.json:${lineOf(bad, "pipelines/misnamed.pipeline.json", '"slug"')}`,
    );
    expect(places).toContain(
      `pipelines/unknown.pipeline.json:${lineOf(bad, "pipelines/unknown.pipeline.json", "teleport")}`,
    );
    expect(await acme.untilCheck(head, planOf("staging"))).toMatchObject({ conclusion: "failure" });

    const mended = await acme.github.push(acme.repository, {
      branch: "three-bad-files",
      files: {
        "pipelines/broken.pipeline.json": null,
        "pipelines/misnamed.pipeline.json": null,
        "pipelines/unknown.pipeline.json": null,
        ...greeter("bonjour", { version: "1.0.0", text: "Bonjour" }),
      },
    });
    expect(await acme.untilCheck(mended, validate)).toMatchObject({ conclusion: "success", annotations: [] });
    const plan = await acme.untilCheck(mended, planOf("staging"));
    expect(plan).toMatchObject({ conclusion: "success" });
    expect(plan.summary).toContain("bonjour");
    expect(await acme.untilCheck(mended, tests)).toMatchObject({ conclusion: "success" });

    const merged = await acme.github.mergePull(acme.repository, pull);
    await acme.untilApplied("staging", merged);
    await eventually("staging's deployment is a success", async () =>
      Boolean(acme.deploymentStates("staging", merged)?.includes("success")),
    );
    expect(acme.deploymentStates("staging", merged)).toEqual(["queued", "in_progress", "success"]);
    const { body } = await acme.call("GET", `/deploys?environment=staging&limit=1`);
    const { records } = (await acme.call("GET", `/deploys/${body.items[0].id}`)).body;
    expect(JSON.stringify(records[0].body)).toContain(`"number":${pull.number}`);
  });

  test("promotes from develop to main as a deployment of production", async () => {
    const pull = await open("develop", "main");
    const head = await acme.repository.git.revisionOf("develop");
    expect(await acme.untilCheck(head, planOf("production"))).toMatchObject({ conclusion: "success" });
    const merged = await acme.github.mergePull(acme.repository, pull);
    await acme.untilApplied("production", merged);
    await eventually("production's deployment is a success", async () =>
      Boolean(acme.deploymentStates("production", merged)?.includes("success")),
    );
    expect(acme.deploymentStates("production", merged)).toEqual(["queued", "in_progress", "success"]);
    // Both branches go on from the same commit.
    await acme.repository.git.setBranch("develop", merged);
    await acme.github.sync(acme.repository);
    await acme.untilApplied("staging", merged);
  });

  test("is planned anew when its base moves, and says so", async () => {
    const head = await acme.branchOff(
      "base-moves",
      "develop",
      greeter("hello", { version: "1.1.0", text: "Hi" }),
    );
    const pull = await open("base-moves");
    const first = await acme.untilCheck(head, planOf("staging"));
    await acme.github.push(acme.repository, {
      branch: "develop",
      files: greeter("ciao", { version: "1.0.0", text: "Ciao" }),
    });
    const second = await acme.untilCheck(head, planOf("staging"), ({ id }) => id !== first.id);
    expect(second.summary).toMatch(/moved/);
    expect(second.summary).not.toContain("ciao");
    await acme.github.editPull(acme.repository, pull, { state: "closed" });
  });

  test("of 120 problems has every annotation once, and none twice after a re-run", async () => {
    const many = Object.assign(
      {},
      ...Array.from({ length: 120 }, (_, index) => lineByLine(`bad-${index}`, { slug: `other-${index}` })),
    );
    const head = await acme.branchOff("many-problems", "develop", many);
    const pull = await open("many-problems");
    const first = await acme.untilCheck(head, validate);
    const places = first.annotations.map(({ path }) => path);
    expect(new Set(places).size).toBe(120);
    expect(places.length).toBe(120);
    acme.github.clickButton(acme.repository, first, "revalidate");
    const second = await acme.untilCheck(head, validate, ({ id }) => id !== first.id);
    expect(second.annotations.length).toBe(120);
    expect(first.annotations.length).toBe(120);
    await acme.github.editPull(acme.repository, pull, { state: "closed" });
  });

  test("from a fork is judged, and its tests are not executed", async () => {
    const fork = await acme.github.fork(acme.repository, "mallory");
    const parent = await acme.repository.git.revisionOf("develop");
    const head = await acme.github.push(
      fork,
      { branch: "gift", files: greeter("gift", { version: "1.0.0" }), parents: [parent] },
      "mallory",
    );
    const pull = await acme.github.openPull(acme.repository, {
      head: "mallory:gift",
      base: "develop",
      user: "mallory",
    });
    expect(await acme.untilCheck(head, planOf("staging"))).toMatchObject({ conclusion: "success" });
    expect(await acme.untilCheck(head, tests)).toMatchObject({ conclusion: "neutral" });
    await acme.github.editPull(acme.repository, pull, { state: "closed" });
  });

  test("in the merge queue gets the same checks on the queue's commit", async () => {
    await acme.branchOff("queued", "develop", greeter("queued", { version: "1.0.0" }));
    const pull = await open("queued");
    const group = await acme.github.enqueue(acme.repository, pull);
    for (const name of [validate, planOf("staging"), tests]) {
      expect(await acme.untilCheck(group.headSha, name)).toMatchObject({ conclusion: "success" });
    }
    await acme.github.endMergeGroup(acme.repository, pull, "merged");
    await acme.untilApplied("staging", await acme.repository.git.revisionOf("develop"));
  });

  test("is judged at what was pushed by force last, on branches of any name, beside a tag of that name", async () => {
    const branch = "fix/#42/ünï";
    const before = await acme.branchOff(branch, "develop", lineByLine("wrong", { slug: "other" }));
    await open(branch);
    expect(await acme.untilCheck(before, validate)).toMatchObject({ conclusion: "failure" });
    await acme.repository.git.git("tag", branch, before);
    await acme.repository.git.git("tag", "develop", before);
    const after = await acme.branchOff(branch, "refs/heads/develop", greeter("right", { version: "1.0.0" }));
    expect(await acme.untilCheck(after, validate)).toMatchObject({ conclusion: "success" });
    await acme.repository.git.git("tag", "-d", "develop");
  });

  test("that is a draft is judged, and one that is closed without a merge deploys nothing", async () => {
    const head = await acme.branchOff("draft", "develop", greeter("draft", { version: "1.0.0" }));
    const pull = await acme.github.openPull(acme.repository, {
      head: "draft",
      base: "develop",
      isDraft: true,
    });
    expect(await acme.untilCheck(head, validate)).toMatchObject({ conclusion: "success" });
    await acme.github.editPull(acme.repository, pull, { state: "closed" });
    expect(acme.deploymentStates("staging", head)).toBeNull();
  });

  test("of a repository that was renamed is judged as before", async () => {
    acme.github.rename(acme.repository, "pipelines");
    const head = await acme.branchOff("renamed", "develop", greeter("renamed", { version: "1.0.0" }));
    await open("renamed");
    expect(await acme.untilCheck(head, validate)).toMatchObject({ conclusion: "success" });
  });
});

/** A greeter with something changed, one field a line. */
function lineByLine(name: string, more: object): Record<string, string> {
  const [file = ""] = Object.values(greeter(name, { version: "1.0.0" }));
  const manifest = { ...JSON.parse(file), ...more };
  return { [`pipelines/${name}.pipeline.json`]: JSON.stringify(manifest, null, 2) };
}

function lineOf(files: Readonly<Record<string, string>>, path: string, text: string): number {
  return (files[path] ?? "").split("\n").findIndex((line) => line.includes(text)) + 1;
}
