import {
  problem,
  type CompiledPipeline,
  type Environment,
  type Evidence,
  type Gate,
  type Problem,
} from "@lockstep/model";

import { declared, missing, whyOutOfReach } from "../declarations.ts";
import { isAny, nextMinute, open, refusedFor, summarize, waiting } from "../verdicts.ts";

/** Secrets that the pipelines name are declared, shared with their teams, and can be resolved now. */
export const secrets: Gate = {
  name: "secrets",
  judge: (_plan, evidence, now) => {
    const { pipelines, configuration } = evidence;
    const problems = pipelines.flatMap((pipeline) => outOfReach(configuration, pipeline));
    if (isAny(problems)) return refusedFor("secrets", problems);
    const unresolved = findUnresolved(evidence);
    if (isAny(unresolved))
      return waiting("secrets", {
        because: summarize(unresolved),
        next: "Set the secret where its reference points to; it is looked for again every minute.",
        opensAt: nextMinute(now),
        problems: unresolved,
      });
    return open("secrets", "every secret is declared, shared and can be resolved");
  },
};

function outOfReach(environment: Environment, pipeline: CompiledPipeline): readonly Problem[] {
  const uses = "/uses/secrets";
  const own = pipeline.uses.secrets.flatMap((name) => {
    const reason = whyOutOfReach(declared(environment.secrets, name), pipeline);
    return reason === null ? [] : { what: `secret ${name}`, reason, path: `${uses}/${name}` };
  });
  const behind = secretsBehind(environment, pipeline)
    .filter(({ secret }) => declared(environment.secrets, secret) === undefined)
    .map(({ secret, user }) => ({
      what: `secret ${secret} for ${user}`,
      reason: "is not declared",
      path: uses,
    }));
  return [...own, ...behind].map((lack) =>
    missing({ code: "SECRET_MISSING", environment, pipeline, table: "secrets", ...lack }),
  );
}

/** Secrets that a pipeline needs through its connections and channels. */
function secretsBehind(environment: Environment, { uses, channels }: CompiledPipeline) {
  const connections = uses.connections.map((name) => ({
    user: `connection ${name}`,
    secret: declared(environment.connections, name)?.secret,
  }));
  const targets = channels.map((name) => ({
    user: `channel ${name}`,
    secret: declared(environment.channels, name)?.secret,
  }));
  return [...connections, ...targets].flatMap(({ user, secret }) =>
    secret === undefined ? [] : { user, secret },
  );
}

function findUnresolved({ pipelines, configuration, unresolvedSecrets }: Evidence): readonly Problem[] {
  if (unresolvedSecrets.size === 0) return [];
  const used = new Set(pipelines.flatMap((pipeline) => namesOf(configuration, pipeline)));
  return [...unresolvedSecrets]
    .filter(([name]) => used.has(name))
    .map(([name, reason]) =>
      problem("SECRET_MISSING", `Secret ${name} of ${configuration.slug} cannot be resolved: ${reason}.`, {
        file: `environments/${configuration.slug}.json`,
        path: `/secrets/${name}`,
      }),
    );
}

function namesOf(environment: Environment, pipeline: CompiledPipeline): readonly string[] {
  return [...pipeline.uses.secrets, ...secretsBehind(environment, pipeline).map(({ secret }) => secret)];
}
