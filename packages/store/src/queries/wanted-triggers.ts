import {
  canonicalJson,
  type Environment,
  isTriggerEnabled,
  type Slug,
  type Timestamp,
  type Trigger,
} from "@lockstep/model";

import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";

/** An assigned pipeline with the triggers of its manifest, as JSON text. */
export interface TriggersOfPipeline {
  readonly slug: Slug;
  readonly triggers: string;
}

/** The rows of a pipeline's triggers, their schedules beginning at `at`. */
export function wantedTriggers(
  { slug, triggers }: TriggersOfPipeline,
  policy: Environment,
  at: Timestamp,
): readonly AppliedTriggerRow[] {
  return (JSON.parse(triggers) as readonly Trigger[]).map((trigger) => ({
    environment: policy.slug,
    slug,
    trigger_id: trigger.id,
    type: trigger.type,
    source: sourceOf(trigger),
    definition: canonicalJson(trigger),
    enabled: isTriggerEnabled(policy, slug, trigger) ? 1 : 0,
    since: at,
    cursor_at: at,
    next_at: null,
  }));
}

function sourceOf(trigger: Trigger): string | null {
  switch (trigger.type) {
    case "pipeline":
      return trigger.pipeline;
    case "event":
      return trigger.event;
    case "cron":
    case "webhook":
      return null;
  }
}
