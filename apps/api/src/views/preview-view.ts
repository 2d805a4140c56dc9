import {
  changeKinds,
  type Decision,
  type EnvironmentPreview,
  type MergePreview,
  previewedKinds,
  previewVerdicts,
  type PullRequest,
} from "@lockstep/model";
import { type Static, Type } from "typebox";

import { tier } from "./environment-view.ts";
import { checksum, list, nullable, oneOf, revision, slug } from "./fields.ts";
import { impactView } from "./impact-view.ts";
import { loadPage, pageOf, pageOfArray } from "./page-view.ts";
import { changeView, decisionView } from "./plan-view.ts";
import { problemView } from "./problem-view.ts";

/** Nobody reads more of them on one page; how many there are is said. */
const mostProblems = 200;

const verdict = oneOf(previewVerdicts);

/** A pull request as the forge tells of it; titles and names are untrusted text. */
const pullRequestView = Type.Object(
  {
    number: Type.Integer(),
    url: Type.String(),
    title: Type.String(),
    author: nullable(Type.String()),
    state: oneOf(["open", "merged", "closed"]),
    isDraft: Type.Boolean(),
    isFork: Type.Boolean(),
    head: Type.Object({ branch: Type.String(), revision }),
    base: Type.String(),
  },
  { $id: "PullRequest" },
);

/** What merging would change in one environment. */
const environmentPreviewView = Type.Object(
  {
    environment: slug,
    title: Type.String(),
    tier,
    verdict,
    sentence: Type.String(),
    because: Type.Union([Type.String(), Type.Null()], {
      description: "Why there is no plan; null where there is one.",
    }),
    plan: nullable(
      Type.Object({
        hash: checksum,
        base: Type.Object({ sequence: Type.Integer(), revision: nullable(revision) }),
        target: Type.Object({ revision, controlRevision: revision }),
        counts: Type.Object({
          applied: Type.Integer(),
          desired: Type.Integer(),
          changes: Type.Integer(),
          kinds: list(Type.Object({ kind: oneOf(changeKinds), count: Type.Integer() })),
        }),
        changes: pageOf(changeView),
      }),
    ),
    decision: nullable(decisionView),
    impact: nullable(impactView),
  },
  { $id: "EnvironmentPreview" },
);

/** What the same change would meet where it is promoted to. */
const downstreamPreviewView = Type.Object(
  {
    environment: slug,
    title: Type.String(),
    tier,
    from: slug,
    verdict,
    sentence: Type.String(),
    brings: Type.Integer({ description: "Pipelines of this change that would change there." }),
    others: Type.Integer({ description: "Pipelines that promoting everything would bring besides." }),
    decision: nullable(decisionView),
  },
  { $id: "DownstreamPreview" },
);

/** What merging a revision would change, everywhere. */
export const mergePreviewResponse = Type.Object({
  preview: Type.Object(
    {
      verdict,
      sentence: Type.String({ description: "All of it in one sentence." }),
      revision,
      judged: Type.Object({
        revision,
        kind: oneOf(previewedKinds),
        because: Type.Union([Type.String(), Type.Null()], { description: "What to bear in mind." }),
      }),
      base: Type.Object({
        branch: Type.String(),
        revision,
        pin: Type.String({ description: "Names everything that was judged from. Give it back as `since`." }),
        moved: Type.Boolean({
          description: "Whether the base or an environment is no longer what `since` names.",
        }),
      }),
      pullRequest: nullable(pullRequestView),
      environments: list(environmentPreviewView),
      downstream: list(downstreamPreviewView),
      problems: list(problemView),
      problemCount: Type.Integer({ description: "The first ones are listed." }),
    },
    { $id: "MergePreview" },
  ),
});

/** `since` is the pin of an earlier look. */
export async function presentMergePreview(preview: MergePreview, since: string | null) {
  const { base, pullRequest, environments, downstream, problems, ...shown } = preview;
  return {
    ...shown,
    base: { ...base, moved: since !== null && since !== base.pin },
    pullRequest: pullRequest && presentPullRequest(pullRequest),
    environments: await Promise.all(environments.map(presentEnvironment)),
    downstream: downstream.map((rung) => ({
      ...rung,
      decision: rung.decision && presentDecision(rung.decision),
    })),
    problems: problems.slice(0, mostProblems),
    problemCount: problems.length,
  };
}

async function presentEnvironment({ plan, decision, ...shown }: EnvironmentPreview) {
  return {
    ...shown,
    plan: plan && (await presentPlan(plan)),
    decision: decision && presentDecision(decision),
  };
}

async function presentPlan({ hash, base, target, counts, changes }: NonNullable<EnvironmentPreview["plan"]>) {
  const kinds = changeKinds
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0);
  const { applied, desired } = counts;
  return {
    hash,
    base,
    target,
    counts: { applied, desired, changes: changes.length, kinds },
    changes: await loadPage({ limit: 100, cursor: null }, pageOfArray(changes), (change) => change),
  };
}

/** Problems are listed once, for the whole preview. */
function presentDecision(decision: Decision): Static<typeof decisionView> {
  const verdicts = decision.verdicts.map((one) =>
    one.verdict === "open" ? one : { ...one, problems: one.problems.slice(0, mostProblems) },
  );
  return decision.outcome === "refused"
    ? { ...decision, verdicts, problems: decision.problems.slice(0, mostProblems) }
    : { ...decision, verdicts };
}

function presentPullRequest({ number, url, title, author, state, isDraft, isFork, head, base }: PullRequest) {
  return { number, url, title, author, state, isDraft, isFork, head, base: base.branch };
}
