import { type ChangedManifest, Failure, type Previews, type PreviewQuestion } from "@lockstep/model";

import { createObserver } from "../reconcile/observe.ts";
import { describePreview } from "./describe-preview.ts";
import { findPreviewed, type PreviewSources } from "./find-previewed.ts";
import { type JudgedPreview, judgePreview, pinOf } from "./judge-preview.ts";
import { loadChangedManifest } from "./load-changed-manifest.ts";

/** Gates look at the clock and at people's answers: what was judged is good for a page and its details, not longer. */
const freshMs = 10_000;

/** So many judged merges are kept; each holds its plans, not the manifests of unchanged pipelines. */
const mostKept = 4;

/** Previews through the same path by which checks are reported and the controller applies. */
export function createPreviews(sources: PreviewSources & { readonly clock: { now(): number } }): Previews {
  const observer = createObserver(sources);
  const kept = new Map<string, { readonly at: number; readonly judged: Promise<JudgedPreview> }>();

  async function judge(question: PreviewQuestion, signal: AbortSignal): Promise<JudgedPreview> {
    const observation = await observer.observe(signal);
    const previewed = await findPreviewed(sources, question, observation, signal);
    const pin = pinOf({ previewed, observation });
    const known = kept.get(pin);
    const now = sources.clock.now();
    if (known !== undefined && Math.abs(now - known.at) < freshMs) {
      const judged = await known.judged.catch(() => null);
      if (judged !== null) return { ...judged, previewed };
    }
    const judged = judgePreview(sources, { previewed, observation }, signal);
    judged.catch(() => kept.delete(pin));
    kept.delete(pin);
    kept.set(pin, { at: now, judged });
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
    return judged;
  }

  return {
    async load(question, signal) {
      return describePreview(sources, await judge(question, signal), question.environments);
    },
    async loadPipeline(question, { environment, slug }, signal): Promise<ChangedManifest> {
      const { judgement } = await judge(question, signal);
      const found = judgement.environments.find((one) => one.slug === environment);
      if (
        found === undefined ||
        (question.environments !== null && !question.environments.includes(environment))
      )
        throw new Failure("not-found", `This merge does not reach ${environment}.`);
      if (!("proposal" in found))
        throw new Failure(
          "not-found",
          `Nothing was planned in ${environment}, so there is nothing to compare.`,
        );
      return loadChangedManifest(sources.store.versions, found.proposal, slug);
    },
  };
}
