import {
  type DeployHead,
  isFinal,
  type OrgStore,
  runStates,
  type RunSummary,
  type Token,
} from "@lockstep/model";

import { isVisible } from "../access/environment-filter.ts";
import { firstLine } from "../views/first-line.ts";
import type { SearchHit } from "../views/search-view.ts";
import type { Survey } from "./survey.ts";

const hitsAtMost = 20;
/** Of each kind that ids are searched for. */
const ofEachKind = 5;
/** Looked at before those are left out that the token does not reach. */
const lookedAt = 20;
const idPattern = /^[\w-]{4,64}$/;

/** What a text may mean: environments and pipelines by part of their slug, the rest by how ids and revisions begin. */
export async function search(
  store: Pick<OrgStore, "dashboard" | "runs">,
  survey: Survey,
  { token, text }: { readonly token: Token; readonly text: string },
): Promise<readonly SearchHit[]> {
  const wanted = text.trim().toLowerCase();
  const named = [...environmentHits(survey, wanted), ...pipelineHits(survey, wanted)];
  const numbered = idPattern.test(wanted) ? await idHits(store, token, wanted) : [];
  // Ids that fit are rare, and then what is meant; names leave them room.
  return [...named.slice(0, hitsAtMost - numbered.length), ...numbered].slice(0, hitsAtMost);
}

function environmentHits({ environments }: Survey, wanted: string): readonly SearchHit[] {
  return environments
    .filter(({ status: { slug, title } }) => slug.includes(wanted) || title.toLowerCase().includes(wanted))
    .map(({ status: { slug, title, state } }) => ({
      kind: "environment",
      id: slug,
      environment: slug,
      title,
      state,
    }));
}

/** Those that are called so come before those that begin so, and these before those that contain it. */
function pipelineHits({ environments }: Survey, wanted: string): readonly SearchHit[] {
  const found = new Map<string, SearchHit>();
  for (const { status, pipelines } of environments)
    for (const slug of pipelines.keys())
      if (slug.includes(wanted) && !found.has(slug))
        found.set(slug, { kind: "pipeline", id: slug, environment: status.slug, title: slug, state: null });
  const rank = ({ id }: SearchHit) => (id === wanted ? 0 : id.startsWith(wanted) ? 1 : 2);
  return [...found.values()]
    .sort((one, other) => rank(one) - rank(other) || (one.id < other.id ? -1 : 1))
    .slice(0, hitsAtMost);
}

async function idHits(
  { dashboard, runs }: Pick<OrgStore, "dashboard" | "runs">,
  token: Token,
  prefix: string,
): Promise<readonly SearchHit[]> {
  const filter = { environment: null, slug: null, states: [], version: null, deploy: null, search: prefix };
  const [deploys, found] = await Promise.all([
    dashboard.searchDeploys(prefix, lookedAt),
    runs.list(filter, { limit: lookedAt, cursor: null }),
  ]);
  const visible = deploys.filter((deploy) => isVisible(token, deploy));
  return [
    ...visible
      .filter(({ id }) => id.startsWith(prefix))
      .slice(0, ofEachKind)
      .map(deployHit),
    ...found.items
      .filter((run) => isVisible(token, run))
      .slice(0, ofEachKind)
      .map(runHit),
    ...commitHits(visible.filter(({ revision }) => revision.startsWith(prefix))),
  ];
}

function deployHit({ id, environment, state, commit }: DeployHead): SearchHit {
  return { kind: "deploy", id, environment, title: firstLine(commit.message), state };
}

function runHit({ id, environment, slug, version, state }: RunSummary): SearchHit {
  const since = isFinal(runStates, state) ? "" : ", under way";
  return { kind: "run", id, environment, title: `${slug} ${version}${since}`, state };
}

function commitHits(deploys: readonly DeployHead[]): readonly SearchHit[] {
  const newest = new Map(deploys.toReversed().map((deploy) => [deploy.revision, deploy]));
  return [...newest.values()].slice(0, ofEachKind).map(({ revision, environment, commit }) => ({
    kind: "commit",
    id: revision,
    environment,
    title: firstLine(commit.message),
    state: null,
  }));
}
