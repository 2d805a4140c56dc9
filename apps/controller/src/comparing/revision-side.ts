import {
  environmentDefaults,
  Failure,
  hasErrors,
  type PullRequest,
  type Revision,
  type Slug,
} from "@lockstep/model";

import { findReachable } from "../planning/reachable-revision.ts";
import { feedingBranches, headsWithFirst } from "../previews/choose-base.ts";
import { findPullRequest } from "../previews/find-pull-request.ts";
import { previewPullRequest } from "../previews/preview-pull-request.ts";
import type { Observation } from "../reconcile/observe.ts";
import type { BranchHead } from "../source/revision-source.ts";
import type { ComparablePipeline, ComparisonSources, Side } from "./side.ts";

interface Asked {
  readonly asked: string;
  /** Which of both sides it is: each keeps its own last snapshot, so that the next is incremental. */
  readonly place: "from" | "to";
  readonly observation: Observation;
  /** Environments that may be looked at; `null` is all. Then only branches that they follow count. */
  readonly environments: readonly Slug[] | null;
}

/** What a commit or branch holds. Failures: `not-found`, `repository-invalid` when some manifest has errors. */
export async function revisionSide(
  sources: ComparisonSources,
  { name, ...asked }: Asked & { readonly name: string },
  signal: AbortSignal,
): Promise<Side> {
  const { observation } = asked;
  const heads = headsWithFirst(observation.heads, feedingBranches(observation, sources.controlBranch));
  const head = await findReachable(sources.source, name, headsWithin(heads, asked), signal);
  const title = head.branch === name ? name : `${head.revision.slice(0, 12)} of ${head.branch}`;
  const shown = { kind: "revision", title, branch: head.branch } as const;
  return sideOf(sources, { ...asked, head, shown }, signal);
}

/** What merging a pull request would make, or its head where the forge does not say. */
export async function pullRequestSide(
  sources: ComparisonSources,
  { number, ...asked }: Asked & { readonly number: number },
  signal: AbortSignal,
): Promise<Side> {
  const pullRequest: PullRequest = await findPullRequest(sources, number, signal);
  const previewed = await previewPullRequest(
    sources,
    { pullRequest, observation: asked.observation, base: null },
    signal,
  );
  if (headsWithin(new Map([[previewed.base.branch, ""]]), asked).size === 0)
    throw new Failure("not-found", `Pull request #${number} goes into no environment that you may look at.`);
  const title = `#${number} ${pullRequest.title}`;
  const shown = { kind: "pull-request", title, branch: previewed.base.branch } as const;
  return sideOf(sources, { ...asked, head: previewed.judged, shown }, signal);
}

function headsWithin(
  heads: ReadonlyMap<string, Revision>,
  { environments, observation }: Asked,
): ReadonlyMap<string, Revision> {
  if (environments === null) return heads;
  const followed = new Set(
    observation.control.environments
      .filter(({ slug }) => environments.includes(slug))
      .map(({ environment }) => environment.source.branch),
  );
  return new Map([...heads].filter(([branch]) => followed.has(branch)));
}

interface Found extends Asked {
  readonly head: BranchHead;
  readonly shown: Pick<Side["shown"], "kind" | "title"> & { readonly branch: string };
}

async function sideOf(
  { source }: ComparisonSources,
  { asked, place, observation, head, shown: { kind, title, branch } }: Found,
  signal: AbortSignal,
): Promise<Side> {
  const include = includeOf(observation, branch);
  const snapshot = await source.readSnapshot({ ...head, view: `compare:${place}`, include }, signal);
  const [first] = snapshot.problems.filter((found) => hasErrors([found]));
  if (first !== undefined)
    throw new Failure(
      "repository-invalid",
      `${title} has manifests with errors, so it cannot be compared. First: ${first.file}:${first.line}:${first.column} ${first.message}`,
      { code: first.code },
    );
  const pipelines = new Map<Slug, ComparablePipeline>(
    snapshot.pipelines.map(({ slug, version, content, manifest, team, path, canonical }) => [
      slug,
      { slug, version, content, manifest, team, path, loadCanonical: async () => canonical },
    ]),
  );
  const revision: Revision = head.revision;
  const shown = { asked, kind, title, environment: null, revision, sequence: null, at: null };
  return { shown: { ...shown, pipelines: pipelines.size }, pipelines, configuration: null };
}

/** Which files are manifests is said by the environment that follows the branch. */
function includeOf({ control }: Observation, branch: string): readonly string[] {
  const follower = control.environments.find(({ environment }) => environment.source.branch === branch);
  return (
    (follower ?? control.environments[0])?.environment.source.include ?? environmentDefaults.source.include
  );
}
