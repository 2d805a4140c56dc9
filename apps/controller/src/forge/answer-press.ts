import { editVersion } from "@lockstep/manifest";
import type { Forge, NewForgeCommit, PullRequest } from "@lockstep/model";
import type { VersionBump } from "@lockstep/report";

import type { Observation } from "../reconcile/observe.ts";
import { candidateOf, findCandidates, refOf } from "./candidate.ts";
import type { ButtonPress } from "./coalesce-deliveries.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";
import { judgeEnvironments } from "./judge-environments.ts";
import { findJudgedRevision } from "./judged-revision.ts";
import { problemsOf } from "./report-candidate.ts";
import { versionBumps } from "./version-bumps.ts";

/**
 * Does what a button asks for, when whoever pressed it may write, and says in a sentence what came of it. A press is
 * only proof of a press: the pull request is read anew, and one whose head moved since is left alone.
 */
export async function answerPress(
  deps: ForgeLoopDeps,
  press: ButtonPress,
  { observation, signal }: { readonly observation: Observation; readonly signal: AbortSignal },
): Promise<string> {
  const permission = await deps.forge.readPermission(press.sender, signal);
  if (permission !== "write" && permission !== "admin")
    return `@${press.sender} may not write to the repository.`;
  if (press.action === "revalidate") return revalidate(deps, press, observation);
  const pullRequest = await findPullRequest(deps, press, signal);
  if (pullRequest === null) return "The pull request is no longer open at that commit.";
  if (pullRequest.isFork) return "Lockstep does not commit to forks.";
  return bump(deps, press, { observation, pullRequest, signal });
}

async function revalidate(
  { store, controlBranch }: ForgeLoopDeps,
  { pullRequest, headRevision }: ButtonPress,
  observation: Observation,
): Promise<string> {
  const open = await store.pullRequests.listOpen();
  const asked = findCandidates(observation, open, controlBranch).filter(({ head, pullRequest: found }) =>
    pullRequest !== null && found !== null ? found.number === pullRequest : head === headRevision,
  );
  for (const { subject } of asked) await store.pullRequests.forgetReported(subject);
  return asked.length === 0 ? "Nothing is reported at that commit." : "Judged anew.";
}

/** The open pull request whose head is the one that the button was shown on, as the forge has it now. */
async function findPullRequest(
  { store, forge }: ForgeLoopDeps,
  { pullRequest, headRevision }: ButtonPress,
  signal: AbortSignal,
): Promise<PullRequest | null> {
  const open = await store.pullRequests.listOpen();
  const number = pullRequest ?? open.find(({ head }) => head.revision === headRevision)?.number;
  const found = number === undefined ? null : await forge.readPullRequest(number, signal);
  return found?.state === "open" && found.head.revision === headRevision ? found : null;
}

interface BumpRequest {
  readonly observation: Observation;
  readonly pullRequest: PullRequest;
  readonly signal: AbortSignal;
}

async function bump(deps: ForgeLoopDeps, press: ButtonPress, request: BumpRequest): Promise<string> {
  const { pullRequest, signal } = request;
  const bumps = await findBumps(deps, request);
  const texts = await deps.source.readTexts(
    pullRequest.head.revision,
    bumps.map(({ file }) => file),
    signal,
  );
  const edits = bumps.flatMap((one) => {
    const text = editVersion(texts.get(one.file) ?? "", one.from, one.to);
    return text === null ? [] : [{ ...one, text }];
  });
  if (edits.length === 0) return "No version has to grow.";
  const commit: NewForgeCommit = {
    branch: pullRequest.head.branch,
    expectedHead: pullRequest.head.revision,
    files: edits.map(({ file, text }) => ({ path: file, text })),
    message: messageOf(edits, press.sender),
  };
  const revision = await commitOnce(deps.forge, commit, signal);
  return revision === null
    ? "The branch moved meanwhile."
    : `Committed ${revision.slice(0, 12)} with ${edits.length} new versions.`;
}

/** Two who press at once, or a press that is answered again after a crash: the second finds the branch moved. */
async function commitOnce(forge: Forge, commit: NewForgeCommit, signal: AbortSignal) {
  try {
    return await forge.commitFiles(commit, signal);
  } catch (thrown) {
    if (thrown instanceof Error && "kind" in thrown && thrown.kind === "conflict") return null;
    throw thrown;
  }
}

async function findBumps(
  deps: ForgeLoopDeps,
  { observation, pullRequest, signal }: BumpRequest,
): Promise<readonly VersionBump[]> {
  const known = candidateOf(pullRequest, observation.heads);
  if (known === null) return [];
  const { forge, source } = deps;
  const sources = { forge, source, heads: observation.heads, save: async () => {} };
  const as = await findJudgedRevision(sources, known, signal);
  if (as.kind === "gone" || as.candidate.head !== known.head) return [];
  await source.fetchCommit({ branch: refOf(known), revision: known.head }, signal);
  const judgement = await judgeEnvironments(
    deps,
    {
      observation,
      baseBranch: known.base.branch,
      controlBranch: deps.controlBranch,
      judged: { branch: refOf(known), revision: as.revision },
      isTrial: true,
    },
    signal,
  );
  return versionBumps(problemsOf(judgement));
}

/** Names come from files that anyone may have written, so that only what a slug or a version can be gets in. */
function messageOf(edits: readonly VersionBump[], sender: string): string {
  const [first] = edits;
  const subject =
    edits.length === 1 && first !== undefined
      ? `Bump ${first.slug} to ${first.to}`
      : `Bump the versions of ${edits.length} pipelines`;
  const lines = edits.map(({ slug, from, to }) => `${slug}: ${from} -> ${to}`);
  return `${subject.slice(0, 72)}\n\n${lines.join("\n")}\n\nThe smallest versions that are allowed, as asked for by @${sender}.\n`;
}
