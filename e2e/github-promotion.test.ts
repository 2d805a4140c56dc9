import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type GitHubInstallation, startGitHubInstallation } from "./harness/github-installation.ts";

const caller = (slug: string, version: string, pipeline: string) =>
  greeter(slug, {
    version,
    more: { output: { value: {} }, steps: [{ id: "call", type: "pipeline", with: { pipeline } }] },
  });

describe("a promotion on GitHub", () => {
  let acme: GitHubInstallation;

  beforeAll(async () => {
    acme = await startGitHubInstallation({
      files: {
        ...environment("staging", "develop"),
        ...environment("production", "main", { promotesFrom: "staging" }),
        ...greeter("hello", { version: "1.0.0" }),
      },
    });
    const released = await acme.repository.git.revisionOf("main");
    await acme.untilApplied("staging", released);
    await acme.untilApplied("production", released);
  });
  afterEach(() => expect(acme.github.violations).toEqual([]));
  afterAll(() => acme.stop());

  const push = async (files: Readonly<Record<string, string>>) => {
    const revision = await acme.github.push(acme.repository, { branch: "develop", files });
    await acme.untilApplied("staging", revision);
    return revision;
  };
  const promote = (body: object = {}) => acme.call("POST", "/promotions/staging/production", body);
  const load = async () => (await acme.call("GET", "/promotions/staging/production")).body;
  const pullOf = (number: number) => {
    const pull = acme.repository.pulls.get(number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    return pull;
  };
  const merge = async (number: number, method: "merge" | "squash") => {
    const merged = await acme.github.mergePull(acme.repository, pullOf(number), { by: "ada", method });
    await acme.untilApplied("production", merged);
  };

  test("of everything opens one pull request with the evidence, and a squash merge of it deploys", async () => {
    const soaked = await push({
      ...greeter("hello", { version: "1.1.0", text: "Hi | <b>@ada</b>" }),
      ...greeter("ciao", { version: "1.0.0", text: "Ciao" }),
    });
    const run = await acme.call("POST", "/environments/staging/pipelines/ciao/run?wait=30s", { input: {} });
    expect(run.body.run.status).toBe("completed");
    const { promotion, items } = await load();
    expect(promotion).toMatchObject({ state: "ahead", counts: { ahead: 2, same: 0 } });
    expect(items[0]).toMatchObject({ slug: "ciao", kind: "ahead", evidence: { runs: 1, failed: 0 } });
    expect(items[0].origin).toMatchObject({ revision: soaked });

    const { status, body } = await promote({ reason: "it soaked" });
    expect(status).toBe(200);
    const { pullRequest } = body.opened;
    expect(pullRequest).toMatchObject({
      head: "develop",
      base: "main",
      title: "Promote staging to production",
    });
    expect((await promote()).body.opened.pullRequest.number).toBe(pullRequest.number);
    expect(acme.repository.pulls.size).toBe(1);
    const text = pullOf(pullRequest.number).body ?? "";
    expect(text).toMatch(
      /\| `ciao` \| new \| 1\.0\.0 \(new\) \| \d+ (ms|s|min) \| 1 \| 0 \(0\.0 %\) \| `[0-9a-f-]+`/,
    );
    expect(text).toContain("it soaked");
    expect(text).not.toMatch(/<b>|@ada/);
    expect(await acme.untilCheck(soaked, "lockstep / plan (production)")).toMatchObject({
      conclusion: "success",
    });

    await merge(pullRequest.number, "squash");
    expect((await load()).promotion).toMatchObject({ state: "in-step", counts: { ahead: 0, same: 2 } });
    const again = await promote();
    expect([again.status, again.body.code]).toEqual([422, "NOTHING_TO_PROMOTE"]);
  });

  test("of a part brings its files alone from a branch of its own, and refuses a missing callee by name", async () => {
    await push({
      ...caller("support-bot", "1.0.0", "notify-team@^1.0.0"),
      ...greeter("notify-team", { version: "1.0.0" }),
      ...greeter("hello", { version: "1.2.0", text: "Not yet" }),
    });
    const refused = await promote({ only: ["support-bot"] });
    expect([refused.status, refused.body.code]).toEqual([422, "CALLEE_MISSING"]);
    expect(refused.body.detail).toContain(
      "support-bot calls notify-team@^1.0.0, which production does not have.",
    );
    expect(refused.body.detail).toContain("--only notify-team --only support-bot");

    const { opened } = (await promote({ only: ["support-bot", "notify-team"] })).body;
    expect(opened.pullRequest.head).toMatch(/^lockstep\/promote-staging-production-[0-9a-f]{12}$/);
    const changed = await acme.repository.git.git(
      "diff",
      "--name-only",
      "main",
      `refs/heads/${opened.pullRequest.head}`,
    );
    expect(changed.split("\n")).toEqual([
      "pipelines/notify-team.pipeline.json",
      "pipelines/support-bot.pipeline.json",
    ]);
    await merge(opened.pullRequest.number, "merge");
    expect(await load()).toMatchObject({
      promotion: { counts: { ahead: 1, same: 3 } },
      items: [{ slug: "hello" }],
    });
  });

  test("whose answer from GitHub was lost is found again instead of opened twice", async () => {
    acme.github.fail({ on: "pulls.create", times: 1, answer: "cut", afterEffect: true });
    const lost = await promote({ only: ["hello"] });
    expect(lost.status).toBe(503);
    const { opened } = (await promote({ only: ["hello"] })).body;
    const open = [...acme.repository.pulls.values()].filter(({ state }) => state === "open");
    expect(open.map(({ number }) => number)).toEqual([opened.pullRequest.number]);
    await merge(opened.pullRequest.number, "squash");
    expect((await load()).promotion.state).toBe("in-step");
  });

  test("of everything, after squash merges, brings files that can be merged", async () => {
    await push({
      ...greeter("hello", { version: "1.3.0", text: "Hello again" }),
      ...greeter("ciao", { version: "1.1.0", text: "Ciao!" }),
    });
    const { opened } = (await promote()).body;
    expect(opened.pipelines).toEqual(["ciao", "hello"]);
    expect(opened.pullRequest.head).toMatch(/^lockstep\/promote-/);
    expect(opened.notes[0]).toContain("since they parted, as after a squash merge");
    await merge(opened.pullRequest.number, "squash");
    expect((await load()).promotion).toMatchObject({ state: "in-step", counts: { same: 4 } });
  });
});
