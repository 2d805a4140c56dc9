import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createGitHubTestBed, type GitHubTestBed } from "./github-bed.fixture.ts";

let bed: GitHubTestBed;

beforeEach(async () => {
  bed = await createGitHubTestBed();
});

afterEach(async () => {
  expect(await bed.close()).toEqual([]);
});

describe("pull requests of the fake", () => {
  it("computes the merge after some reads and again when the base moves", async () => {
    const { github, repository, ask } = bed;
    await bed.branch("feature");
    const { number } = await github.openPull(repository, { head: "feature", base: "main" });
    const read = async () => (await ask(`GET pulls/${number}`)).body;
    expect(await read()).toMatchObject({ mergeable: null, merge_commit_sha: null });
    const merge = await repository.git.git("rev-parse", `refs/pull/${number}/merge`);
    expect(await read()).toMatchObject({ mergeable: true, merge_commit_sha: merge });
    await github.push(repository, { branch: "main", files: { "c.json": "2\n" } });
    expect(await read()).toMatchObject({ mergeable: null });
    expect(await read()).toMatchObject({ mergeable: true });
    const again = await repository.git.git("rev-parse", `refs/pull/${number}/merge^1`);
    expect(again).toBe(await repository.git.revisionOf("refs/heads/main"));
    await github.push(repository, { branch: "main", files: { "b.json": "other\n" } });
    await read();
    expect(await read()).toMatchObject({ mergeable: false, merge_commit_sha: null });
  });

  it("follows pushes, edits, drafts, closing and reopening with one event each", async () => {
    const { github, repository } = bed;
    await bed.branch("feature/#1");
    const pull = await github.openPull(repository, { head: "feature/#1", base: "main", isDraft: true });
    const head = await github.push(repository, { branch: "feature/#1", files: { "b.json": "2\n" } });
    await github.editPull(repository, pull, { title: "Better", body: "Why", isDraft: false });
    await github.editPull(repository, pull, { isDraft: true, state: "closed" });
    await github.editPull(repository, pull, { isDraft: false, state: "open" });
    await github.webhooks.settled();
    expect(pull.head.sha).toBe(head);
    expect(bed.events().filter((event) => event.startsWith("pull_request"))).toEqual([
      "pull_request.opened",
      "pull_request.synchronize",
      "pull_request.edited",
      "pull_request.ready_for_review",
      "pull_request.converted_to_draft",
      "pull_request.closed",
      "pull_request.ready_for_review",
      "pull_request.reopened",
    ]);
  });

  it("opens no second one of the same branches, and none without a commit", async () => {
    await bed.branch("one");
    const request = { head: "one", base: "main", title: "One" };
    expect((await bed.ask("POST pulls", request)).status).toBe(201);
    const second = await bed.ask("POST pulls", request);
    expect([second.status, second.body["message"]]).toEqual([422, expect.stringContaining("already exists")]);
    const none = await bed.ask("POST pulls", { ...request, head: "main", base: "one" });
    expect([none.status, none.body["message"]]).toEqual([422, expect.stringContaining("No commits between")]);
  });

  it("merges with a real commit, by merging and by squashing", async () => {
    const { github, repository, ask } = bed;
    const head = await bed.branch("one");
    await bed.branch("two", { "d.json": "1\n" });
    const one = await github.openPull(repository, { head: "one", base: "main" });
    const two = await github.openPull(repository, { head: "two", base: "main" });
    github.reviewPull(repository, one, { user: "grace", state: "APPROVED" });
    const merged = await ask(`PUT pulls/${one.number}/merge`, {});
    expect(await repository.git.git("rev-parse", "main^2")).toBe(head);
    const squashed = await github.mergePull(repository, two, { by: "grace", method: "squash" });
    expect(await repository.git.git("rev-parse", "main^1")).toBe(merged.body["sha"]);
    const found = await ask(`GET commits/${squashed}/pulls`);
    expect(found.body).toMatchObject([{ number: two.number, merge_commit_sha: squashed, state: "closed" }]);
    expect((await ask(`GET pulls/${two.number}`)).body).toMatchObject({
      merged: true,
      merged_by: { login: "grace" },
    });
    expect((await ask(`GET pulls/${one.number}/reviews`)).body).toMatchObject([{ state: "APPROVED" }]);
    expect((await ask("GET pulls?state=closed&sort=updated&direction=desc")).body).toHaveLength(2);
  });

  it("keeps heads of forks reachable and leaves them out of checks", async () => {
    const { github, repository, ask } = bed;
    const fork = await github.fork(repository, "mallory");
    const head = await github.push(fork, {
      branch: "evil",
      parents: [...fork.refs.values()],
      files: { x: "1" },
    });
    const pull = await github.openPull(repository, { head: "mallory:evil", base: "main", user: "mallory" });
    const next = await github.push(fork, { branch: "evil", files: { x: "2" } });
    expect(next).not.toBe(head);
    expect(await repository.git.git("rev-parse", `refs/pull/${pull.number}/head`)).toBe(next);
    const run = await ask("POST check-runs", { name: "lockstep / validate", head_sha: next });
    expect(run.body).toMatchObject({ pull_requests: [], status: "queued" });
    expect((await ask(`GET pulls/${pull.number}`)).body).toMatchObject({ head: { repo: { fork: true } } });
  });

  it("merges nothing that a required check does not let through", async () => {
    const { github, repository, ask } = bed;
    const head = await bed.branch("one");
    const { number } = await github.openPull(repository, { head: "one", base: "main" });
    github.setRequiredChecks(repository, "main", ["lockstep / validate"]);
    const report = (conclusion: string) =>
      ask("POST check-runs", {
        name: "lockstep / validate",
        head_sha: head,
        status: "completed",
        conclusion,
      });
    const merge = async () => (await ask(`PUT pulls/${number}/merge`, {})).status;
    expect(await merge()).toBe(405);
    await report("failure");
    expect(await merge()).toBe(405);
    await report("neutral");
    expect(await merge()).toBe(200);
  });

  it("queues merges on a branch of its own", async () => {
    const { github, repository } = bed;
    await bed.branch("one");
    const pull = await github.openPull(repository, { head: "one", base: "main" });
    const group = await github.enqueue(repository, pull);
    expect(repository.refs.get(group.ref)).toBe(group.headSha);
    await github.endMergeGroup(repository, pull, "merged");
    expect(repository.refs.get("refs/heads/main")).toBe(group.headSha);
    expect(repository.refs.has(group.ref)).toBe(false);
    await github.webhooks.settled();
    expect(bed.events()).toContain("merge_group.checks_requested");
    expect(bed.events().slice(-3)).toEqual(["delete", "push", "merge_group.destroyed"]);
  });

  it("answers renamed repositories with a redirect to their id", async () => {
    const { github, repository, ask } = bed;
    github.rename(repository, "flows");
    github.transfer(repository, "newco");
    await bed.branch("one");
    const made = await ask("POST pulls", { head: "one", base: "main", title: "Moved" });
    expect(made.status).toBe(201);
    expect((await ask("GET /repos/newco/flows")).body).toMatchObject({ id: repository.id });
    expect(bed.events()).toContain("repository.transferred");
  });
});
