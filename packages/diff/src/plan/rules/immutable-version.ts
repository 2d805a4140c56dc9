import { problem, type Checksum, type Problem } from "@lockstep/model";

import { isBehaviour } from "../class-rank.ts";
import { smallestVersion } from "../smallest-version.ts";
import type { VersionCase, VersionRule } from "./version-rule.ts";

/** Who gave a version its content first. */
interface Claim {
  readonly content: Checksum;
  readonly environment: string;
  readonly revision: string | null;
  readonly deploy: string;
  readonly since: string;
}

/** A released version keeps its content for ever. What is applied here under the version counts as released. */
export const immutableVersion: VersionRule = (versionCase) => {
  const claim = claimOf(versionCase);
  if (claim === null || claim.content === versionCase.to.content) return null;
  return refusal(versionCase, claim);
};

function claimOf({ environment, from, to, releases }: VersionCase): Claim | null {
  const release = releases.find(to.slug, to.version);
  if (release !== null) return { ...release, since: release.releasedAt };
  if (from === null || from.version !== to.version) return null;
  return { content: from.content, environment, revision: null, deploy: from.deploy, since: from.since };
}

function refusal({ change, from, to, releases }: VersionCase, claim: Claim): Problem {
  const smallest = smallestVersion(
    {
      slug: to.slug,
      content: to.content,
      from: from?.version ?? null,
      taken: to.version,
      class: change.class ?? "content",
    },
    releases,
  );
  const behaviour = change.differences.filter((difference) => isBehaviour(difference.class));
  const sentences = behaviour.map(({ sentence }) => sentence);
  return problem("IMMUTABLE_VERSION", messageOf(to, claim, sentences), {
    file: to.path,
    path: "/version",
    fix: `Bump \`version\` to at least ${smallest}.`,
    facts: {
      slug: to.slug,
      version: to.version,
      released: claim.content,
      found: to.content,
      revision: claim.revision,
      environment: claim.environment,
      deploy: claim.deploy,
      releasedAt: claim.since,
      smallestVersion: smallest,
      differences: sentences,
    },
  });
}

function messageOf(to: VersionCase["to"], claim: Claim, sentences: readonly string[]): string {
  const origin = claim.revision === null ? `deploy ${claim.deploy}` : `commit ${claim.revision}`;
  const differences = sentences.length === 0 ? "" : ` What changed: ${sentences.join("; ")}.`;
  return (
    `${to.slug} ${to.version} was released by ${origin} in ${claim.environment} and must keep its behaviour: ` +
    `released content is ${claim.content}, this revision's is ${to.content}.${differences}`
  );
}
