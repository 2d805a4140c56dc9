/** Payloads as GitHub sends them, cut down to what is read of them and some of what is not. */

const repository = {
  id: 1296269,
  node_id: "MDEwOlJlcG9zaXRvcnkxMjk2MjY5",
  name: "flows",
  full_name: "acme/flows",
  owner: { login: "acme", id: 1, type: "Organization" },
  default_branch: "main",
};
const sender = { login: "ada", id: 2, type: "User" };
const installation = { id: 7 };
const head = "1111111111111111111111111111111111111111";
const common = { repository, sender, installation };

const pullRequest = {
  id: 9,
  number: 12,
  state: "open",
  head: { ref: "ada/fix#1", sha: head, repo: { id: 1296269 } },
  base: { ref: "main", sha: "2222222222222222222222222222222222222222", repo: { id: 1296269 } },
};

const checkRun = {
  id: 4400000001,
  name: "lockstep / validate",
  head_sha: head,
  external_id: "abc",
  app: { id: 99 },
  pull_requests: [{ id: 9, number: 12 }],
};

export interface Seed {
  readonly event: string;
  readonly payload: { readonly [name: string]: unknown };
}

export const seeds = {
  push: {
    event: "push",
    payload: {
      ref: "refs/heads/ada/fix#1",
      before: "0000000000000000000000000000000000000000",
      after: head,
      created: true,
      forced: false,
      commits: [],
      ...common,
    },
  },
  pullRequest: {
    event: "pull_request",
    payload: { action: "synchronize", number: 12, pull_request: pullRequest, ...common },
  },
  review: {
    event: "pull_request_review",
    payload: {
      action: "submitted",
      review: { id: 3, state: "approved" },
      pull_request: pullRequest,
      ...common,
    },
  },
  rerequested: { event: "check_run", payload: { action: "rerequested", check_run: checkRun, ...common } },
  button: {
    event: "check_run",
    payload: {
      action: "requested_action",
      requested_action: { identifier: "bump-version" },
      check_run: checkRun,
      ...common,
    },
  },
  suite: {
    event: "check_suite",
    payload: {
      action: "rerequested",
      check_suite: { id: 5, head_sha: head, head_branch: null, pull_requests: [] },
      ...common,
    },
  },
  queue: {
    event: "merge_group",
    payload: {
      action: "checks_requested",
      merge_group: {
        head_sha: head,
        head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${head}`,
        base_ref: "refs/heads/main",
        base_sha: "2222222222222222222222222222222222222222",
      },
      ...common,
    },
  },
  installation: { event: "installation", payload: { action: "suspend", installation, sender } },
  ping: { event: "ping", payload: { zen: "Keep it logically awesome.", hook_id: 1, hook: { type: "App" } } },
} as const satisfies Record<string, Seed>;
