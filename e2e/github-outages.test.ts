import { gitHubErrors } from "@lockstep/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type GitHubInstallation, startGitHubInstallation } from "./harness/github-installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

const names = ["lockstep / validate", "lockstep / plan (staging)", "lockstep / tests"];

describe("while GitHub fails", () => {
  let acme: GitHubInstallation;

  beforeAll(async () => {
    acme = await startGitHubInstallation({
      files: { ...twoEnvironments, ...greeter("hello", { version: "1.0.0" }) },
    });
    const released = await acme.repository.git.revisionOf("main");
    await acme.untilApplied("staging", released);
    await acme.untilApplied("production", released);
    await untilDeployed(released);
    await untilOutboxIsEmpty();
  });
  afterEach(async () => {
    acme.github.clearFaults();
    expect(acme.github.violations).toEqual([]);
  });
  afterAll(() => acme.stop());

  const push = (slug: string, version = "1.0.0") =>
    acme.github.push(acme.repository, {
      branch: "develop",
      files: greeter(slug, { version, text: `${slug} ${version}` }),
    });

  const forge = async () => (await acme.call("GET", "/forge")).body.forge;

  const untilOutboxIsEmpty = () =>
    eventually(
      "the outbox has caught up",
      async () => {
        const { outbox } = await forge();
        expect(outbox.dead).toBe(0);
        return outbox.pending === 0;
      },
      45_000,
    );

  const untilOutboxSays = (reason: string) =>
    eventually(`an entry of the outbox waits because of ${reason}`, async () => {
      const { body } = await acme.call("GET", "/outbox?state=pending");
      return body.items.some(({ error }: { error: string | null }) => error?.includes(reason) === true);
    });

  const untilDeployed = (revision: string) =>
    eventually(`the deployment of ${revision} is a success`, async () =>
      Boolean(acme.deploymentStates("staging", revision)?.includes("success")),
    );

  async function openPull(branch: string) {
    const head = await acme.branchOff(branch, "develop", greeter(branch, { version: "1.0.0" }));
    const pull = await acme.github.openPull(acme.repository, { head: branch, base: "develop" });
    return { head, close: () => acme.github.editPull(acme.repository, pull, { state: "closed" }) };
  }

  async function untilChecked(head: string) {
    for (const name of names)
      expect(await acme.untilCheck(head, name)).toMatchObject({ conclusion: "success" });
  }

  /** A commit is judged anew when its base moves; no verdict may be there twice. */
  function expectEachOnce(head: string) {
    const verdicts = acme.checksOn(head).map(({ externalId, name }) => `${externalId} ${name}`);
    expect(verdicts).toEqual([...new Set(verdicts)]);
    expect(acme.checksOn(head).map(({ status }) => status)).not.toContain("in_progress");
  }

  test("merges are applied, what is behind is shown, and all of it comes in order afterwards", async () => {
    const mend = acme.github.fail({ answer: gitHubErrors.badGateway() });
    const revisions: string[] = [];
    for (const version of ["1.0.0", "1.1.0"]) {
      const revision = await push("during", version);
      await acme.untilApplied("staging", revision);
      revisions.push(revision);
    }
    const { head, close } = await openPull("during-outage");
    await untilOutboxSays("502");
    const behind = await forge();
    expect(behind.status.fault).toMatch(/GitHub failed \(502\)/);
    expect(behind.outbox).toMatchObject({ pending: 2, dead: 0, oldestAt: expect.any(String) });
    expect(revisions.map((revision) => acme.deploymentStates("staging", revision))).toEqual([null, null]);

    mend();
    await untilChecked(head);
    await untilOutboxIsEmpty();
    expectEachOnce(head);
    expect(deployedOrder(revisions)).toEqual(revisions);
    expect(revisions.map((revision) => acme.deploymentStates("staging", revision)?.at(-1))).toEqual([
      "inactive",
      "success",
    ]);
    expect((await forge()).status.fault).toBeNull();
    await close();
  });

  /** The revisions in the order in which their deployments were made. */
  function deployedOrder(revisions: readonly string[]): readonly string[] {
    const known = new Set(revisions);
    return acme.repository.deployments
      .filter(({ sha, environment }) => known.has(sha) && environment === "staging")
      .map(({ sha }) => sha);
  }

  test("what was merged while even git was away is applied and told once it is back", async () => {
    await acme.github.goDown();
    await eventually("the forge says that nobody answers", async () =>
      Boolean((await forge()).status.fault?.includes("did not answer")),
    );
    const { status } = await acme.call("GET", "/environments/staging");
    expect(status).toBe(200);
    const revision = await push("back-again");
    await acme.github.comeUp();
    await acme.untilApplied("staging", revision);
    await untilDeployed(revision);
    await untilOutboxIsEmpty();
  });

  test("GitHub is left alone for as long as it asks to be", async () => {
    acme.github.fail({ on: "checks.create", times: 1, answer: gitHubErrors.secondaryLimit(2) });
    const { head, close } = await openPull("paused");
    await eventually("the forge is paused", async () => (await forge()).status.pausedUntil !== null);
    await close();
    const revision = await push("while-paused");
    await acme.untilApplied("staging", revision);
    const { requests } = acme.github;
    const asked = requests.length;
    let looks = 0;
    await eventually("the pause is over", async () => {
      const seen = requests.length;
      if ((await forge()).status.pausedUntil === null) return true;
      expect(requests.slice(asked, seen)).toEqual([]);
      looks += 1;
      return false;
    });
    expect(looks).toBeGreaterThan(0);
    await untilChecked(head);
    await untilDeployed(revision);
    await untilOutboxIsEmpty();
    expectEachOnce(head);
  });

  test("a creation that succeeded although its answer was lost is not repeated", async () => {
    const badGateway = gitHubErrors.badGateway();
    const lose = (on: string, answer: typeof badGateway) =>
      acme.github.fail({ on, times: 1, afterEffect: true, answer });
    lose("checks.create", badGateway);
    lose("checks.create", "cut");
    lose("repos.create-deployment", badGateway);
    lose("repos.create-deployment-status", "cut");
    const { head, close } = await openPull("lost-answers");
    await untilChecked(head);
    await close();
    const revision = await push("lost-answers-too");
    await untilDeployed(revision);
    await untilOutboxIsEmpty();
    expectEachOnce(head);
    expect(acme.deploymentStates("staging", revision)).toEqual(["queued", "in_progress", "success"]);
  });

  test("tokens that ended early are renewed, for git too", async () => {
    acme.github.requiresGitToken = true;
    acme.github.expireTokens();
    const revision = await push("expired");
    await acme.untilApplied("staging", revision);
    await untilDeployed(revision);
    await untilOutboxIsEmpty();
    expect((await forge()).status.fault).toBeNull();
    acme.github.requiresGitToken = false;
  });

  test("a revoked installation stops no merge, and is named", async () => {
    acme.github.setInstallation("deleted");
    acme.github.expireTokens();
    const revision = await push("revoked");
    await acme.untilApplied("staging", revision);
    await eventually("the reason is shown", async () =>
      Boolean((await forge()).status.fault?.includes("is not installed on acme/flows")),
    );
    await untilOutboxSays("is not installed on acme/flows");
    expect((await forge()).outbox).toMatchObject({ pending: 1, dead: 0 });
    acme.github.setInstallation("active");
    await untilDeployed(revision);
    await untilOutboxIsEmpty();
    expect((await forge()).status.fault).toBeNull();
  });
});
