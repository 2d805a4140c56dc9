import { gitHubErrors, type FakePull } from "@lockstep/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { environment, greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type GitHubInstallation, startGitHubInstallation } from "./harness/github-installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

const validate = "lockstep / validate";
const production = "lockstep / plan (production)";
const path = "pipelines/hello.pipeline.json";
/** Of another form than ours: only the version may change. */
const handWritten = (version: string, text: string) =>
  (greeter("hello", { version, text })[path] ?? "")
    .replace('"version": ', '"version" :  ')
    .replaceAll("\n", "\r\n");
const approvals = (required: number) =>
  environment("production", "main", { gates: { approvals: { required } } });

describe("what a pull request offers", () => {
  let acme: GitHubInstallation;

  beforeAll(async () => {
    acme = await startGitHubInstallation({
      files: { ...twoEnvironments, [path]: handWritten("1.0.0", "Hello") },
      env: { LOCKSTEP_GITHUB_COMMENT: "on" },
    });
    const released = await acme.repository.git.revisionOf("main");
    await acme.untilApplied("staging", released);
    await acme.untilApplied("production", released);
  });
  afterEach(() => expect(acme.github.violations).toEqual([]));
  afterAll(() => acme.stop());

  const open = (head: string, base = "develop", user = "ada") =>
    acme.github.openPull(acme.repository, { head, base, user });
  const close = (pull: FakePull) => acme.github.editPull(acme.repository, pull, { state: "closed" });

  /** A pull request that changes what a pipeline does, and not its version. */
  async function openUnversioned(branch: string) {
    const head = await acme.branchOff(branch, "develop", { [path]: handWritten("1.0.0", branch) });
    const pull = await open(branch);
    const check = await acme.untilCheck(head, validate);
    expect(check).toMatchObject({ conclusion: "failure" });
    return { head, pull, check };
  }

  const presses = async () =>
    (await acme.call("GET", "/deliveries?limit=100")).body.items.filter(
      ({ hint }: { hint: { request: unknown } }) => hint.request !== null,
    );

  /** What came of the newest press, once something did. */
  async function untilAnswered(count: number): Promise<string> {
    await eventually("the press is answered", async () => {
      const found = await presses();
      return found.length >= count && found.every(({ state }: { state: string }) => state === "done");
    });
    return (await presses())[0].because;
  }

  test("bump version commits the smallest allowed version, once however often it is pressed", async () => {
    const { head, pull, check } = await openUnversioned("unversioned");
    const before = (await presses()).length;
    acme.github.webhooks.hold();
    acme.github.clickButton(acme.repository, check, "bump-version", "bob");
    acme.github.clickButton(acme.repository, check, "bump-version", "bob");
    await acme.github.webhooks.release();
    await untilAnswered(before + 2);
    const bumped = acme.repository.refs.get("refs/heads/unversioned") ?? "";
    expect(bumped).not.toBe(head);
    expect(await acme.untilCheck(bumped, validate)).toMatchObject({ conclusion: "success" });
    acme.github.clickButton(acme.repository, check, "bump-version", "bob");
    expect(await untilAnswered(before + 3)).toMatch(/no longer open at that commit/);

    const git = (...args: string[]) => acme.repository.git.git(...args);
    const commits = await git("rev-list", "develop..unversioned");
    expect(commits.trim().split("\n")).toEqual([bumped, head]);
    expect((await git("diff", "--name-only", head, bumped)).trim()).toBe(path);
    const manifest = await git("show", `unversioned:${path}`);
    const version = /"version" : {2}"([^"]+)"/.exec(manifest)?.[1] ?? "";
    expect(version).toMatch(/^1\.0\.1$|^1\.1\.0$|^2\.0\.0$/);
    expect(check.summary).toContain(version);
    expect(manifest.trimEnd()).toBe(handWritten(version, "unversioned").trimEnd());
    await close(pull);
  });

  test("somebody who may only read changes nothing, and the delivery says why", async () => {
    const { head, pull, check } = await openUnversioned("pressed-by-eve");
    const before = (await presses()).length;
    acme.github.clickButton(acme.repository, check, "bump-version", "eve");
    expect(await untilAnswered(before + 1)).toBe("@eve may not write to the repository.");
    expect(acme.repository.refs.get("refs/heads/pressed-by-eve")).toBe(head);
    await close(pull);
  });

  test("nothing is committed to a fork, and no button offers it", async () => {
    const fork = await acme.github.fork(acme.repository, "mallory");
    const parents = [await acme.repository.git.revisionOf("develop")];
    const commit = { branch: "gift", files: { [path]: handWritten("1.0.0", "gift") }, parents };
    const head = await acme.github.push(fork, commit, "mallory");
    const pull = await open("mallory:gift", "develop", "mallory");
    const check = await acme.untilCheck(head, validate);
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check.actions.map(({ identifier }) => identifier)).toEqual(["revalidate"]);
    const before = (await presses()).length;
    // Whoever may sign can press what is not shown.
    check.actions = [...check.actions, { label: "Bump", description: "Bump", identifier: "bump-version" }];
    acme.github.clickButton(acme.repository, check, "bump-version", "ada");
    expect(await untilAnswered(before + 1)).toMatch(/does not commit to forks/);
    expect(fork.refs.get("refs/heads/gift")).toBe(head);
    await close(pull);
  });

  test("a change of policy is named, and judged by the old policy", async () => {
    const two = await acme.github.push(acme.repository, { branch: "main", files: approvals(2) });
    await acme.untilApplied("production", two);
    const head = await acme.branchOff("fewer-approvals", "main", {
      ...approvals(1),
      ...greeter("more", { version: "1.0.0" }),
    });
    const pull = await open("fewer-approvals", "main");
    const { summary, conclusion } = await acme.untilCheck(head, production);
    expect(summary).toContain("approvals 2 → 1");
    expect(summary).toContain("judged by the old policy");
    expect(summary).toContain("waits for 2 approvals");
    expect(conclusion).toBe("success");
    await close(pull);
  });

  test("the comment is one, and edited in place, also when an answer is lost", async () => {
    acme.github.fail({
      on: "issues.create-comment",
      times: 1,
      afterEffect: true,
      answer: gitHubErrors.badGateway(),
    });
    const { pull } = await openUnversioned("commented");
    const comments = () => acme.repository.comments.filter(({ issue }) => issue === pull.number);
    const untilSaid = (text: string) =>
      eventually(`the comment says ${text}`, async () => comments().some(({ body }) => body.includes(text)));
    await untilSaid("❌");
    const [first] = comments();
    const mended = { branch: "commented", files: { [path]: handWritten("3.0.0", "commented") } };
    const head = await acme.github.push(acme.repository, mended);
    await acme.untilCheck(head, validate, ({ conclusion }) => conclusion === "success");
    await untilSaid(head.slice(0, 10));
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toMatchObject({ id: first?.id, byApp: true });
    expect(comments()[0]?.body).not.toContain("❌");
    await close(pull);
  });
});

test("with a token only, verdicts are commit statuses", async () => {
  const acme = await startGitHubInstallation({
    files: { ...twoEnvironments, ...greeter("hello", { version: "1.0.0" }) },
    hasTokenOnly: true,
  });
  try {
    await acme.untilApplied("staging", await acme.repository.git.revisionOf("main"));
    const names = [validate, "lockstep / plan (staging)", "lockstep / tests"];
    const statesOn = (head: string) =>
      new Map(
        acme.repository.statuses
          .filter(({ sha }) => sha === head)
          .map(({ context, state }) => [context, state]),
      );
    const untilAll = (head: string) =>
      eventually(`there are statuses on ${head}`, async () =>
        names.every((name) => statesOn(head).has(name)),
      );
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `pipelines/${"long".repeat(30)}-${index}.pipeline.json`,
        "{",
      ]),
    );
    const bad = await acme.branchOff("bad", "develop", many);
    await acme.github.openPull(acme.repository, { head: "bad", base: "develop" });
    await untilAll(bad);
    expect(statesOn(bad).get(validate)).toBe("failure");
    const head = await acme.branchOff("good", "develop", greeter("good", { version: "1.0.0" }));
    const pull = await acme.github.openPull(acme.repository, { head: "good", base: "develop" });
    await untilAll(head);
    expect([...statesOn(head).values()]).toEqual(["success", "success", "success"]);
    const merged = await acme.github.mergePull(acme.repository, pull);
    await acme.untilApplied("staging", merged);
    await eventually("the deployment is a success", async () =>
      Boolean(acme.deploymentStates("staging", merged)?.includes("success")),
    );
    for (const { description } of acme.repository.statuses) {
      expect(description?.length).toBeGreaterThan(0);
      expect(description?.length).toBeLessThanOrEqual(140);
    }
    expect(acme.repository.checkRuns).toEqual([]);
    expect(acme.github.violations).toEqual([]);
  } finally {
    await acme.stop();
  }
});
