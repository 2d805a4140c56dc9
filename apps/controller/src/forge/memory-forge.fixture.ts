import {
  type CheckReport,
  type CommentReport,
  type DeploymentReport,
  Failure,
  type FailedDelivery,
  type Forge,
  type ForgePermission,
  type ForgeVerification,
  type MergeEvidence,
  type PullRequest,
  type Revision,
} from "@lockstep/model";
import type { TestRepository } from "@lockstep/testkit";

import { mergeRevisions } from "./merge-revisions.fixture.ts";

/** A forge in memory over a real git repository: it merges like one, and fails when told to. */
export interface MemoryForge extends Forge {
  readonly pullRequests: Map<number, PullRequest>;
  /** Every check that was made, also when the one who asked never heard of it. */
  readonly checks: CheckReport[];
  /** States of each `environment@revision`, in the order in which they were set. */
  readonly deployments: Map<string, string[]>;
  /** Markdown of those that were opened through it. */
  readonly bodies: Map<number, string>;
  readonly comments: Map<number, { body: string; edits: number }>;
  readonly permissions: Map<string, ForgePermission>;
  readonly evidence: Map<Revision, MergeEvidence>;
  readonly verifications: Map<Revision, ForgeVerification>;
  readonly failedDeliveries: FailedDelivery[];
  readonly redelivered: string[];
  /** Names of the requests that were answered. */
  readonly requests: string[];
  /** Thrown by every request while set. */
  fault: Failure | null;
  /** Thrown once, after the next thing was published: the answer got lost. */
  lostAnswer: Failure | null;
  /** Until then the forge does not know what merging would make. */
  isComputing: boolean;
  /** Opens one for a branch of the repository. */
  open(
    number: number,
    request: { head: string; base: string; title?: string; isFork?: boolean },
  ): Promise<PullRequest>;
  /** Merges it into its base branch and gives the new head of that. */
  merge(number: number): Promise<Revision>;
}

const at = "2026-02-01T09:00:00.000Z";

export function createMemoryForge(repository: TestRepository): MemoryForge {
  const merges = new Map<string, Promise<Revision | null>>();

  function answer(name: string): void {
    if (forge.fault !== null) throw forge.fault;
    forge.requests.push(name);
  }

  function published(): void {
    const lost = forge.lostAnswer;
    forge.lostAnswer = null;
    if (lost !== null) throw lost;
  }

  async function refresh(known: PullRequest): Promise<PullRequest> {
    if (known.state !== "open") return known;
    const head = await repository.revisionOf(`refs/heads/${known.head.branch}`);
    const base = await repository.revisionOf(`refs/heads/${known.base.branch}`);
    const key = `${base} ${head}`;
    const merge = merges.get(key) ?? mergeRevisions(repository, base, head);
    merges.set(key, merge);
    const revision = forge.isComputing ? null : await merge;
    const isMergeable = forge.isComputing ? null : revision !== null;
    const fresh: PullRequest = {
      ...known,
      head: { ...known.head, revision: head },
      base: { ...known.base, revision: base },
      isMergeable,
      mergeRevision: revision,
    };
    forge.pullRequests.set(known.number, fresh);
    return fresh;
  }

  const forge: MemoryForge = {
    name: "github",
    capabilities: {
      pullRequests: true,
      checks: true,
      statuses: true,
      deployments: true,
      comments: true,
      commits: true,
      redelivery: true,
    },
    pullRequests: new Map(),
    checks: [],
    deployments: new Map(),
    bodies: new Map(),
    comments: new Map(),
    permissions: new Map(),
    evidence: new Map(),
    verifications: new Map(),
    failedDeliveries: [],
    redelivered: [],
    requests: [],
    fault: null,
    lostAnswer: null,
    isComputing: false,
    async open(number, { head, base, title = `Change ${head}`, isFork = false }) {
      const opened: PullRequest = {
        number,
        url: `https://forge.example/acme/flows/pull/${number}`,
        title,
        author: "github:ada",
        state: "open",
        isDraft: false,
        isFork,
        head: { branch: head, revision: "" },
        base: { branch: base, revision: "" },
        isMergeable: null,
        mergeRevision: null,
        mergedBy: null,
        mergedAt: null,
        updatedAt: at,
      };
      return refresh(opened);
    },
    async merge(number) {
      const known = await refresh(must(forge.pullRequests.get(number)));
      const revision = must(known.mergeRevision ?? undefined);
      await repository.setBranch(known.base.branch, revision);
      const pullRequest: PullRequest = { ...known, state: "merged", mergedBy: "github:grace", mergedAt: at };
      forge.pullRequests.set(number, pullRequest);
      forge.evidence.set(revision, {
        pullRequest,
        reviews: [{ reviewer: "github:linus", verdict: "approved", revision: known.head.revision, at }],
        checks: [{ name: "lockstep / validate", outcome: "success", reporter: "lockstep", at }],
      });
      return revision;
    },
    async readRepository() {
      answer("readRepository");
      return {
        id: "7",
        fullName: "acme/flows",
        url: "https://forge.example/acme/flows",
        defaultBranch: "main",
      };
    },
    async listOpenPullRequests() {
      answer("listOpenPullRequests");
      const open = [...forge.pullRequests.values()].filter(({ state }) => state === "open");
      const fresh = await Promise.all(open.map(refresh));
      return fresh.map((one) => ({ ...one, isMergeable: null, mergeRevision: null }));
    },
    async readPullRequest(number) {
      answer("readPullRequest");
      const known = forge.pullRequests.get(number);
      return known === undefined ? null : refresh(known);
    },
    async readMergeEvidence(revision) {
      answer("readMergeEvidence");
      return forge.evidence.get(revision) ?? null;
    },
    async readVerification(revision) {
      answer("readVerification");
      return forge.verifications.get(revision) ?? null;
    },
    async publishCheck(report) {
      answer("publishCheck");
      const isThere = forge.checks.some(
        ({ externalId, name }) => externalId === report.externalId && name === report.name,
      );
      if (!isThere) forge.checks.push(report);
      published();
    },
    async publishDeployment({ environment, revision, states }: DeploymentReport) {
      answer("publishDeployment");
      const key = `${environment}@${revision}`;
      const known = forge.deployments.get(key) ?? [];
      forge.deployments.set(key, [...known, ...states.filter((state) => !known.includes(state))]);
      published();
    },
    async publishComment({ pullRequest, body }: CommentReport) {
      answer("publishComment");
      const known = forge.comments.get(pullRequest);
      if (known === undefined) forge.comments.set(pullRequest, { body, edits: 0 });
      else if (known.body !== body) Object.assign(known, { body, edits: known.edits + 1 });
      published();
    },
    async readPermission(login) {
      answer("readPermission");
      return forge.permissions.get(login) ?? "read";
    },
    async commitFiles({ branch, expectedHead, files, message }) {
      answer("commitFiles");
      if ((await repository.revisionOf(`refs/heads/${branch}`)) !== expectedHead)
        throw new Failure("conflict", `${branch} moved`);
      const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
      return repository.commit({ branch, files: texts, message });
    },
    async createBranch({ branch, from, files, message }) {
      answer("createBranch");
      const ref = `refs/heads/${branch}`;
      const texts = Object.fromEntries(files.map(({ path, text }) => [path, text]));
      const scratch = `scratch/${branch}`;
      // Commits of this repository are made at a fixed time: the same content is the same commit.
      const revision =
        files.length === 0
          ? from
          : await repository.commit({ branch: scratch, files: texts, message, parents: [from] });
      if (files.length > 0) await repository.deleteBranch(scratch);
      const head = await repository.revisionOf(ref).catch(() => null);
      if (head !== null && head !== revision) throw new Failure("conflict", `${branch} exists already`);
      await repository.setBranch(branch, revision);
      published();
      return revision;
    },
    async openPullRequest({ head, base, title, body }) {
      answer("openPullRequest");
      const known = [...forge.pullRequests.values()].find(
        (one) => one.state === "open" && one.head.branch === head && one.base.branch === base,
      );
      if (known !== undefined) return refresh(known);
      const number = Math.max(0, ...forge.pullRequests.keys()) + 1;
      forge.bodies.set(number, body);
      const opened = await forge.open(number, { head, base, title });
      published();
      return opened;
    },
    async listFailedDeliveries() {
      answer("listFailedDeliveries");
      return [...forge.failedDeliveries];
    },
    async redeliver(id) {
      answer("redeliver");
      forge.redelivered.push(id);
    },
    readGitToken: async () => null,
    inspect: async () => [],
    status: () => ({
      answeredAt: null,
      fault: forge.fault?.message ?? null,
      rate: null,
      pausedUntil: null,
    }),
  };
  return forge;
}

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the test asks for what is not there");
  return value;
}
