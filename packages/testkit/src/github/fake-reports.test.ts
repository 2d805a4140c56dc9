import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createGitHubTestBed, type GitHubTestBed } from "./github-bed.fixture.ts";

let bed: GitHubTestBed;
let head: string;

beforeEach(async () => {
  bed = await createGitHubTestBed();
  head = await bed.repository.git.revisionOf("refs/heads/main");
});

afterEach(async () => {
  expect(await bed.close()).toEqual([]);
});

const annotation = (line: number) => ({
  path: "a.json",
  start_line: line,
  end_line: line,
  annotation_level: "failure",
  message: "wrong",
});
const annotations = (count: number) => Array.from({ length: count }, (_, index) => annotation(index + 1));

describe("checks of the fake", () => {
  it("appends annotations, and lists the newest run of a name", async () => {
    const { ask, repository, github } = bed;
    const output = { title: "Bad", summary: "Two bad", annotations: annotations(50) };
    const fields = { name: "lockstep / validate", head_sha: head, external_id: "x1" };
    const first = await ask("POST check-runs", { ...fields, status: "in_progress" });
    const run = await ask("POST check-runs", {
      ...fields,
      conclusion: "failure",
      output,
      status: "completed",
      actions: [{ label: "Validate again", description: "Again", identifier: "revalidate" }],
    });
    const id = Number(run.body["id"]);
    await ask(`PATCH check-runs/${id}`, { output: { ...output, annotations: annotations(5) } });
    expect((await ask(`GET check-runs/${id}/annotations?per_page=50&page=2`)).body).toHaveLength(5);
    expect((await ask(`GET check-runs/${id}`)).body).toMatchObject({ output: { annotations_count: 55 } });
    const latest = await ask(`GET commits/${head}/check-runs`);
    expect(latest.body).toMatchObject({ total_count: 1, check_runs: [{ id, external_id: "x1" }] });
    const all = await ask("GET commits/heads%2Fmain/check-runs?filter=all");
    expect(all.body).toMatchObject({ check_runs: [{ id }, { id: first.body["id"] }] });
    const [made] = repository.checkRuns.slice(-1);
    if (made === undefined) throw new Error("no run was made");
    github.clickButton(repository, made, "revalidate", "grace");
    github.rerequest(repository, made);
    await github.webhooks.settled();
    expect(bed.sent.at(-2)?.payload).toMatchObject({
      action: "requested_action",
      requested_action: { identifier: "revalidate" },
      sender: { login: "grace" },
      check_run: { id, status: "completed" },
    });
    expect(bed.events().at(-1)).toBe("check_run.rerequested");
    expect(made.status).toBe("completed");
  });

  it("refuses and records what GitHub does not take", async () => {
    const { ask, github } = bed;
    const answers = await Promise.all([
      ask("POST check-runs", {
        name: "x",
        head_sha: head,
        output: { title: "t", summary: "s", annotations: annotations(51) },
      }),
      ask("POST check-runs", { name: "x", head_sha: head, output: { summary: "s" } }),
      ask(`POST statuses/${head}`, { state: "fine" }),
      ask("GET pulls?state=merged"),
      ask("GET nothing/such"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 404]);
    expect(github.violations.length).toBeGreaterThanOrEqual(5);
    (github.violations as string[]).length = 0;
  });

  it("lets no person write checks", async () => {
    const authorization = `token ${bed.github.createUserToken("ada")}`;
    const made = await bed.ask("POST check-runs", { name: "x", head_sha: head }, { authorization });
    expect(made.status).toBe(403);
  });
});

describe("deployments, statuses and comments of the fake", () => {
  it("merges instead of deploying unless told not to, and supersedes what is not production", async () => {
    const { ask, repository } = bed;
    expect((await ask("POST deployments", { ref: head })).status).toBe(202);
    const fields = { ref: head, auto_merge: false, required_contexts: [], environment: "staging" };
    for (const production_environment of [false, false, true]) {
      const made = await ask("POST deployments", { ...fields, production_environment });
      const status = { state: "success", description: "Deployed", log_url: "https://lockstep.example/1" };
      expect((await ask(`POST deployments/${String(made.body["id"])}/statuses`, status)).status).toBe(201);
    }
    expect(repository.deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual([
      "inactive",
      "inactive",
      "success",
    ]);
    const listed = await ask(`GET deployments?sha=${head}&environment=staging&per_page=2`);
    expect(listed.body).toHaveLength(2);
    expect(listed.headers.get("link")).toContain('rel="next"');
    const first = repository.deployments[0]?.id;
    expect((await ask(`GET deployments/${first}/statuses`)).body).toMatchObject([
      { state: "inactive" },
      { state: "success" },
    ]);
  });

  it("combines the newest status of each context", async () => {
    const { ask } = bed;
    for (const state of ["failure", "success"])
      await ask(`POST statuses/${head}`, { state, context: "a", description: "d" });
    expect((await ask(`GET commits/${head}/status`)).body).toMatchObject({
      state: "success",
      total_count: 1,
    });
    expect((await ask(`GET commits/${head}/statuses`)).body).toHaveLength(2);
    expect(
      (await ask(`POST statuses/${head}`, { state: "success", description: "x".repeat(141) })).status,
    ).toBe(422);
  });

  it("edits a comment in place and says which app wrote it", async () => {
    const { ask, github, repository } = bed;
    await bed.branch("one");
    const { number } = await github.openPull(repository, { head: "one", base: "main" });
    const made = await ask(`POST issues/${number}/comments`, { body: "one" });
    await ask(`PATCH issues/comments/${String(made.body["id"])}`, { body: "two" });
    expect((await ask(`GET issues/${number}/comments`)).body).toMatchObject([
      { body: "two", performed_via_github_app: { id: github.state.app.id } },
    ]);
  });

  it("tells permissions and required checks", async () => {
    const { ask, github, repository } = bed;
    github.setPermission(repository, "grace", "write");
    github.setRequiredChecks(repository, "release/1", ["lockstep / validate"]);
    github.setRequiredChecks(repository, "main", ["lockstep / validate"]);
    expect((await ask("GET collaborators/grace/permission")).body).toMatchObject({ permission: "write" });
    expect((await ask("GET collaborators/nobody/permission")).status).toBe(404);
    expect((await ask("GET rules/branches/release%2F1")).body).toMatchObject([
      { parameters: { required_status_checks: [{ context: "lockstep / validate" }] } },
    ]);
    expect((await ask("GET branches/main/protection")).body).toMatchObject({
      required_status_checks: { contexts: ["lockstep / validate"] },
    });
    expect((await ask("GET branches/main/protection/required_status_checks")).status).toBe(200);
    expect((await ask("GET branches/main")).body).toMatchObject({ protected: true, commit: { sha: head } });
  });
});

describe("git data of the fake", () => {
  it("commits a file on a branch whose head did not move", async () => {
    const { ask, repository, github } = bed;
    const base = await ask(`GET git/commits/${head}`);
    const entry = { path: "teams/a/new.json", mode: "100644", type: "blob", content: "{}\n" };
    const base_tree = (base.body["tree"] as { readonly sha: string }).sha;
    const tree = await ask("POST git/trees", { base_tree, tree: [entry] });
    const commit = await ask("POST git/commits", {
      message: "Bump",
      tree: tree.body["sha"],
      parents: [head],
    });
    expect((await ask("PATCH git/refs/heads/main", { sha: commit.body["sha"] })).status).toBe(200);
    expect(await repository.git.git("ls-tree", "-r", "--name-only", "main")).toBe("a.json\nteams/a/new.json");
    await github.webhooks.settled();
    expect(bed.events()).toEqual(["push"]);
    const late = await ask("POST git/commits", { message: "Late", tree: tree.body["sha"], parents: [head] });
    const refused = await ask("PATCH git/refs/heads%2Fmain", { sha: late.body["sha"], force: false });
    expect(refused).toMatchObject({ status: 422, body: { message: "Update is not a fast forward" } });
    expect((await ask("GET git/ref/heads/main")).body).toMatchObject({ object: { sha: commit.body["sha"] } });
  });
});
