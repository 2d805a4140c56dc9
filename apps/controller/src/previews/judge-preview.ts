import { hash } from "node:crypto";

import { type CompiledEnvironment, type EnvironmentStatus, type Slug, toFailure } from "@lockstep/model";

import { type Judgement, isUnreadable, judgeEnvironments } from "../forge/judge-environments.ts";
import { propose, type Proposal } from "../planning/propose.ts";
import type { Observation } from "../reconcile/observe.ts";
import type { PreviewSources } from "./find-previewed.ts";
import type { Previewed } from "./previewed.ts";

/** An environment that promotes from one that the merge reaches. */
export interface JudgedDownstream {
  readonly slug: Slug;
  readonly from: Slug;
  readonly configuration: CompiledEnvironment;
  readonly proposal: Proposal | { readonly because: string };
}

/** What was found out about a merge, before anybody asks for a part of it. */
export interface JudgedPreview {
  readonly previewed: Previewed;
  readonly observation: Observation;
  readonly judgement: Judgement;
  /** Along the ladder, lower rungs first. */
  readonly downstream: readonly JudgedDownstream[];
}

/** Plans what a merge reaches, and then what promotes from there. Writes nothing. */
export async function judgePreview(
  sources: PreviewSources,
  { previewed, observation }: Pick<JudgedPreview, "previewed" | "observation">,
  signal: AbortSignal,
): Promise<JudgedPreview> {
  const { judged, base, isTrial } = previewed;
  const { controlBranch } = sources;
  const request = { observation, baseBranch: base.branch, controlBranch, judged, isTrial };
  const judgement = await judgeEnvironments(sources, request, signal);
  const reached = judgement.environments.map(({ slug }) => slug);
  const downstream: JudgedDownstream[] = [];
  if (previewed.kind !== "conflict")
    for (const rung of ladderAbove(observation, reached)) {
      const proposal = await judgeRung(sources, { previewed, observation }, rung, signal);
      if (proposal !== null) downstream.push({ ...rung, proposal });
    }
  return { previewed, observation, judgement, downstream };
}

type Rung = Omit<JudgedDownstream, "proposal">;

/** Environments that promote from these, and from those again. */
function ladderAbove({ control }: Observation, reached: readonly Slug[]): readonly Rung[] {
  const seen = new Set(reached);
  const rungs: Rung[] = [];
  let below: readonly Slug[] = reached;
  while (below.length > 0) {
    const next = control.environments.flatMap((configuration) => {
      const { slug, environment } = configuration;
      const from = environment.promotesFrom;
      return from !== null && below.includes(from) && !seen.has(slug) ? [{ slug, from, configuration }] : [];
    });
    for (const { slug } of next) seen.add(slug);
    rungs.push(...next);
    below = next.map(({ slug }) => slug);
  }
  return rungs;
}

/** As if all of it had been promoted: another merge, that nobody made yet. `null` where there is no branch or row for it. */
async function judgeRung(
  sources: PreviewSources,
  { previewed, observation }: Pick<JudgedPreview, "previewed" | "observation">,
  { slug, configuration }: Rung,
  signal: AbortSignal,
): Promise<JudgedDownstream["proposal"] | null> {
  const { control, heads, rows } = observation;
  const status: EnvironmentStatus | undefined = rows.get(slug);
  const base = heads.get(configuration.environment.source.branch);
  if (status === undefined || base === undefined) return null;
  const { judged } = previewed;
  const trial = { revision: judged.revision, base, isHead: true } as const;
  try {
    return await propose(sources, { status, configuration, control, rows, head: judged, trial }, signal);
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (signal.aborted || !isUnreadable(failure)) throw failure;
    return { because: failure.message };
  }
}

/** Digest of everything that a preview is judged from, but for time. */
export function pinOf({ previewed, observation }: Pick<JudgedPreview, "previewed" | "observation">): string {
  const { judged, base, kind } = previewed;
  const { control, heads, rows } = observation;
  const followed = control.environments.map(({ environment }) => {
    const { branch } = environment.source;
    return `${branch} ${branch === judged.branch ? judged.revision : (heads.get(branch) ?? "")}`;
  });
  const states = [...rows.values()].map(({ slug, sequence, acts }) => `${slug} ${sequence} ${acts}`);
  const text = [kind, judged.revision, base.branch, base.revision, control.revision, ...followed, ...states];
  return hash("sha256", text.join("\n")).slice(0, 32);
}
