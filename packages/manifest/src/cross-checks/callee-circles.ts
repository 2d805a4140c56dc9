import type { Slug } from "@lockstep/model";

import type { PipelineLink } from "../compile/pipeline-links.ts";
import { type Finding, findingAt } from "../text/finding.ts";
import { findCircles } from "./find-circles.ts";

/** A pipeline with what it calls and what triggers it. */
export interface LinkedPipeline {
  readonly slug: Slug;
  readonly path: string;
  readonly links: readonly PipelineLink[];
}

/** CALLEE_CYCLE by file: calls and triggers that would start runs without end. The message names the chain. */
export function calleeCircleFindings(
  pipelines: readonly LinkedPipeline[],
): ReadonlyMap<string, readonly Finding[]> {
  const linked = pipelines.filter(({ links }) => links.length > 0);
  if (linked.length === 0) return new Map();
  const bySlug = new Map(pipelines.map((pipeline) => [pipeline.slug, pipeline]));
  const involved = linked.flatMap(({ slug, links }) => [slug, ...links.map((link) => link.slug)]);
  const starts = new Map<Slug, Slug[]>(involved.filter((slug) => bySlug.has(slug)).map((slug) => [slug, []]));
  for (const { slug, links } of linked)
    for (const link of links)
      if (link.kind === "step") starts.get(slug)?.push(link.slug);
      else starts.get(link.slug)?.push(slug);
  const circles = [...findCircles(starts), ...linked.filter(startsItself).map(({ slug }) => [slug])];
  const findings = new Map<string, Finding[]>();
  for (const circle of circles) addFinding(findings, circle, bySlug);
  return findings;
}

function startsItself({ slug, links }: LinkedPipeline): boolean {
  return links.some((link) => link.slug === slug);
}

/** Reported where the first pipeline of the circle starts the second: at its call, or at the other's trigger. */
function addFinding(
  findings: Map<string, Finding[]>,
  circle: readonly Slug[],
  bySlug: ReadonlyMap<Slug, LinkedPipeline>,
): void {
  const [first = "", second = first] = circle;
  const chain = [...circle, first].join(" → ");
  const caller = bySlug.get(first);
  const listener = bySlug.get(second);
  const call = caller?.links.find(({ kind, slug }) => kind === "step" && slug === second);
  const trigger = listener?.links.find(({ kind, slug }) => kind === "trigger" && slug === first);
  const file = call === undefined ? listener?.path : caller?.path;
  const link = call ?? trigger;
  if (file === undefined || link === undefined) return;
  const finding = findingAt(
    "CALLEE_CYCLE",
    link.path,
    `Pipelines start each other in a circle: ${chain}.`,
    "Remove one of these calls or triggers.",
  );
  findings.set(file, [...(findings.get(file) ?? []), finding]);
}
