import {
  type CompiledPipeline,
  type Environment,
  type Gate,
  isTriggerEnabled,
  type Problem,
  problem,
} from "@lockstep/model";

import { isAny, open, refusedFor } from "../verdicts.ts";

/** In production nobody starts a run by knowing an address: webhook triggers ask for a proof. */
export const webhooks: Gate = {
  name: "webhooks",
  judge: (_plan, { pipelines, configuration }) => {
    if (configuration.tier !== "production") return open("webhooks", "the environment is not production");
    const problems = pipelines.flatMap((pipeline) => openHooks(configuration, pipeline));
    return isAny(problems)
      ? refusedFor("webhooks", problems)
      : open("webhooks", "every webhook trigger asks for a proof");
  },
};

function openHooks(environment: Environment, { slug, path, triggers }: CompiledPipeline): readonly Problem[] {
  return triggers.flatMap((trigger) => {
    const isOpen = trigger.type === "webhook" && trigger.auth.type === "none";
    if (!isOpen || !isTriggerEnabled(environment, slug, trigger)) return [];
    return problem(
      "WEBHOOK_OPEN",
      `The webhook ${trigger.id} of ${slug} has no authentication, and ${environment.slug} is production.`,
      {
        file: path,
        path: "/triggers",
        fix: `Set \`auth\` to bearer or hmac-sha256, or disable it in environments/${environment.slug}.json: "pipelines": { "${slug}": { "triggers": { "${trigger.id}": "disabled" } } }.`,
        facts: { pipeline: slug, trigger: trigger.id, environment: environment.slug },
      },
    );
  });
}
