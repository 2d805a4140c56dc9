import {
  type Evidence,
  type Gate,
  type Hold,
  type Plan,
  problem,
  type Problem,
  type QuarantinedContent,
  type VersionPointer,
} from "@lockstep/model";

import { isAny, open, refusedFor, waiting } from "../verdicts.ts";

/** Nothing is applied to an environment that somebody holds, and nothing that was taken out as bad comes back. */
export const hold: Gate = {
  name: "hold",
  judge: (plan, evidence) => {
    const returning = findReturning(plan, evidence);
    const disguised = returning.filter((one) => isRefused(one, evidence)).map(quarantined);
    if (isAny(disguised)) return refusedFor("hold", disguised);
    if (evidence.intent !== "merge") return open("hold", "holds do not keep a person from going back");
    const paused = evidence.holds.find((one) => needsPerson(one, evidence));
    if (paused !== undefined) return waitForPerson(paused, evidence);
    const [first, ...others] = returning;
    if (first !== undefined) return waitForBranch(first, others.length);
    return open(
      "hold",
      evidence.holds.length === 0 ? "nothing holds it" : "what was taken out is no longer desired",
    );
  },
};

/** Content that the plan leads to, and that was taken out. */
interface Returning {
  readonly slug: string;
  readonly version: string;
  readonly path: string;
  readonly out: QuarantinedContent;
}

/** A rollback answers for what it brings; git answers for everything that it asks for. */
function findReturning({ changes }: Plan, { quarantine, pipelines, intent }: Evidence): readonly Returning[] {
  if (quarantine.length === 0) return [];
  const out = new Map(quarantine.map((one) => [`${one.slug} ${one.content}`, one]));
  const brought: readonly (Pick<VersionPointer, "content" | "version" | "path"> & {
    readonly slug: string;
  })[] =
    intent === "merge" ? pipelines : changes.flatMap(({ slug, to }) => (to === null ? [] : { ...to, slug }));
  return brought.flatMap(({ slug, content, version, path }) => {
    const found = out.get(`${slug} ${content}`);
    return found === undefined ? [] : { slug, version, path, out: found };
  });
}

/** Under the version that was taken out it is what git has not got rid of yet; under another one somebody brings it back. */
function isRefused({ version, out }: Returning, { intent }: Evidence): boolean {
  return intent !== "merge" || version !== out.version;
}

function quarantined({ slug, version, path, out }: Returning): Problem {
  const same = version === out.version ? "" : `, the same content as ${slug} ${out.version}`;
  return problem(
    "CONTENT_QUARANTINED",
    `${slug} ${version}${same}, was taken out of ${out.environment} on ${out.since}: ${out.reason}`,
    {
      file: path,
      fix: `Push a commit that mends ${slug}, or lift the hold ${out.hold} with \`lockstep resume ${out.environment}\`.`,
      facts: {
        pipeline: slug,
        content: out.content,
        version,
        takenOut: out.version,
        hold: out.hold,
        reason: out.reason,
        environment: out.environment,
      },
    },
  );
}

/** A pause, and a hold that took no content out, so that no commit could lift it. */
function needsPerson({ id, kind }: Hold, { quarantine }: Evidence): boolean {
  return kind === "pause" || !quarantine.some((one) => one.hold === id);
}

function waitForPerson({ actor, at, reason }: Hold, { policy }: Evidence) {
  return waiting("hold", {
    because: `${policy.slug} is held by ${actor.id} since ${at}: ${reason}`,
    next: `A person resumes it: \`lockstep resume ${policy.slug}\`.`,
  });
}

function waitForBranch({ slug, version, out }: Returning, others: number) {
  const more = others === 0 ? "" : ` (and ${others} more)`;
  return waiting("hold", {
    because: `The branch still has ${slug} ${version}${more}, which was taken out of ${out.environment} by ${out.actor.id} on ${out.since}: ${out.reason}`,
    next: `Push a commit that mends or reverts it; then this opens by itself. Or a person resumes: \`lockstep resume ${out.environment}\`.`,
  });
}
