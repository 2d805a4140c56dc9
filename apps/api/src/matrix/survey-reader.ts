import {
  type AppliedState,
  type Change,
  type Checksum,
  type Clock,
  type DeployHead,
  type EnvironmentStatus,
  type OrgStore,
  type Slug,
  type Token,
} from "@lockstep/model";

import { reaches } from "../access/scope.ts";
import { createOutcomeReader } from "./outcome-reader.ts";
import { promotionLadder } from "./promotion-ladder.ts";
import type { Survey } from "./survey.ts";

/** Surveys what a token reaches. */
export interface SurveyReader {
  read(token: Token): Promise<Survey>;
  /** Titles by manifest, of those manifests that have one. */
  titles(manifests: readonly Checksum[]): Promise<ReadonlyMap<Checksum, string>>;
}

/** Many small answers are gentler than one large one on whoever else waits for the database. */
const titlesAtOnce = 500;

/** Titles that are remembered; beyond it everything is forgotten. */
const rememberedTitles = 50_000;

/** Remembers what cannot change: plans by deploy, titles by checksum. */
export function createSurveyReader(store: OrgStore, clock: Pick<Clock, "now">): SurveyReader {
  const outcomes = createOutcomeReader(store.dashboard, clock);
  const plans = new Map<Slug, { readonly deploy: string; readonly changes: ReadonlyMap<Slug, Change> }>();
  const titles = new Map<Checksum, string | null>();

  async function changesOf(deploy: DeployHead | null): Promise<ReadonlyMap<Slug, Change>> {
    if (deploy === null || deploy.state === "applied" || deploy.state === "superseded") return new Map();
    const known = plans.get(deploy.environment);
    // A deploy that is not yet judged may still be given another plan.
    if (known?.deploy === `${deploy.id} ${deploy.updatedAt}`) return known.changes;
    const changes = new Map(
      (await store.dashboard.loadChanges(deploy.id))
        .filter(({ kind }) => kind !== "configure")
        .map((change) => [change.slug, change]),
    );
    plans.set(deploy.environment, { deploy: `${deploy.id} ${deploy.updatedAt}`, changes });
    return changes;
  }

  async function surveyEnvironment({ slug, deploy: known }: EnvironmentStatus) {
    const [applied, drift, deploy] = await Promise.all([
      store.environments.loadApplied(slug),
      store.dashboard.listDriftHeads(slug),
      store.dashboard.loadCurrentDeploy(slug, known),
    ]);
    return { pipelines: applied.pipelines, drift, deploy, changes: await changesOf(deploy) };
  }

  return {
    async read(token) {
      const [now, all] = await Promise.all([store.now(), store.environments.list()]);
      const visible = all.filter(({ slug, retiredAt }) => retiredAt === null && reaches(token, slug));
      const surveyed = await Promise.all(
        promotionLadder(visible).map(async (rung) => ({
          ...rung,
          ...(await surveyEnvironment(rung.status)),
        })),
      );
      const applied = new Map<Slug, AppliedState["pipelines"]>(
        surveyed.map(({ status, pipelines }) => [status.slug, pipelines]),
      );
      const known = await outcomes.read(applied);
      const environments = surveyed.map((one) => ({
        ...one,
        outcomes: known.get(one.status.slug) ?? new Map(),
      }));
      return { now, environments };
    },
    async titles(manifests) {
      if (titles.size > rememberedTitles) titles.clear();
      const missing = manifests.filter((manifest) => !titles.has(manifest));
      for (let from = 0; from < missing.length; from += titlesAtOnce) {
        const asked = missing.slice(from, from + titlesAtOnce);
        const found = await store.dashboard.loadTitles(asked);
        for (const manifest of asked) titles.set(manifest, found.get(manifest) ?? null);
      }
      return new Map(
        manifests.flatMap((manifest) => {
          const title = titles.get(manifest) ?? null;
          return title === null ? [] : [[manifest, title] as const];
        }),
      );
    },
  };
}
