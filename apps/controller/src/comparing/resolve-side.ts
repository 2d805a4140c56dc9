import { Failure, type Slug, slugPattern, versionPattern } from "@lockstep/model";

import type { Observation } from "../reconcile/observe.ts";
import { deploySide, environmentSide, pastSide } from "./applied-side.ts";
import { pullRequestSide, revisionSide } from "./revision-side.ts";
import type { ComparisonSources, Side } from "./side.ts";
import { versionSide } from "./version-side.ts";

export interface SideRequest {
  readonly asked: string;
  readonly place: "from" | "to";
  /** Environments that may be looked at; `null` is all. */
  readonly environments: readonly Slug[] | null;
  /** Looks at git, once for both sides. */
  observe(): Promise<Observation>;
}

const branchPattern = /^[0-9A-Za-z][0-9A-Za-z._/-]{0,199}$/;

/**
 * What a text means, in this order: `#12`, `env:…` and `git:…`, `slug@1.2.3`, `environment@instant`, an environment, the id
 * of an applied deploy, a branch or commit. Failures: `invalid-input`, `not-found`.
 */
export async function resolveSide(
  sources: ComparisonSources,
  request: SideRequest,
  signal: AbortSignal,
): Promise<Side> {
  const { asked, place, environments } = request;
  const number = /^#(\d{1,9})$/.exec(asked)?.[1];
  if (number !== undefined)
    return pullRequestSide(
      sources,
      { asked, place, environments, observation: await request.observe(), number: Number(number) },
      signal,
    );
  if (asked.startsWith("git:")) return ofGit(sources, request, asked.slice("git:".length), signal);
  const named = asked.startsWith("env:") ? asked.slice("env:".length) : asked;
  const [name = "", detail, ...more] = named.split("@");
  if (!matches(slugPattern, name) || more.length > 0) return ofOther(sources, request, signal);
  if (detail !== undefined && matches(versionPattern, detail))
    return versionSide(sources, { asked, slug: name, version: detail }, environments);
  if (await isEnvironment(sources, name, environments))
    return detail === undefined || detail === "now"
      ? environmentSide(sources, asked, name)
      : pastSide(sources, asked, name, detail);
  if (detail !== undefined || named !== asked)
    throw new Failure("not-found", `There is no environment '${name}' that you may look at.`);
  return ofOther(sources, request, signal);
}

async function isEnvironment(
  { store }: ComparisonSources,
  slug: Slug,
  environments: readonly Slug[] | null,
): Promise<boolean> {
  if (environments !== null && !environments.includes(slug)) return false;
  return (await store.environments.load(slug)) !== null;
}

async function ofOther(sources: ComparisonSources, request: SideRequest, signal: AbortSignal): Promise<Side> {
  const { asked, environments } = request;
  if (/^[0-9A-Za-z_-]{1,64}$/.test(asked)) {
    const state = await sources.store.history.loadOf(asked);
    if (state !== null && (environments === null || environments.includes(state.environment)))
      return deploySide(sources, asked, state);
  }
  return ofGit(sources, request, asked, signal);
}

async function ofGit(
  sources: ComparisonSources,
  request: SideRequest,
  name: string,
  signal: AbortSignal,
): Promise<Side> {
  const { asked, place, environments } = request;
  if (!branchPattern.test(name))
    throw new Failure(
      "invalid-input",
      `'${asked}' means nothing here. Name an environment, environment@instant, slug@1.2.3, a deploy, #12 for a pull request, a branch or a commit of 40 digits.`,
      { errors: [{ path: `/${place}`, message: "must name something that holds pipelines" }] },
    );
  return revisionSide(
    sources,
    { asked, place, environments, observation: await request.observe(), name },
    signal,
  );
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern).test(text);
}
