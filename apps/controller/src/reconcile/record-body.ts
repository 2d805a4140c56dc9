import type {
  Actor,
  Approval,
  Change,
  Commit,
  Decision,
  JsonObject,
  PeopleStore,
  Plan,
} from "@lockstep/model";

import { parseTrailers, type Trailer } from "./parse-trailers.ts";

/** What a deploy record says, ready to be hashed. People stand in it by the id of their erasable row. */
export async function recordBody(
  people: Pick<PeopleStore, "remember">,
  facts: {
    readonly plan: Plan;
    readonly decision: Decision;
    readonly commit: Commit;
    readonly actor: Actor;
    readonly approvals: readonly Approval[];
    /** How the commit came in; `null` when no pull request brought it. */
    readonly evidence: JsonObject | null;
    readonly because: string;
  },
): Promise<JsonObject> {
  const { plan, decision, commit, actor, approvals, evidence, because } = facts;
  const problems = decision.outcome === "refused" ? decision.problems : [];
  // JSON by construction; nothing here may be undefined.
  const body = {
    planHash: plan.hash,
    base: plan.base,
    target: plan.target,
    policyDigest: plan.policyDigest,
    configurationDigest: plan.configurationDigest,
    changes: plan.changes.map(describeChange),
    commit: await describeCommit(people, commit),
    evidence,
    actor,
    outcome: decision.outcome,
    because,
    verdicts: decision.verdicts.map(({ gate, verdict, because: reason }) => ({
      gate,
      verdict,
      because: reason,
    })),
    approvals: approvals.map(({ actor: who, verdict, reason, at }) => ({ actor: who, verdict, reason, at })),
    problems: problems.map(({ code, file, message }) => ({ code, file, message })),
  } as const;
  return body as object as JsonObject;
}

function describeChange({ kind, slug, class: changeClass, from, to }: Change): JsonObject {
  const pointer = (side: Change["from"]) =>
    side === null ? null : { version: side.version, content: side.content, manifest: side.manifest };
  return { kind, slug, class: changeClass, from: pointer(from), to: pointer(to) };
}

/** The commit with its people replaced by their ids. */
export async function describeCommit(
  people: Pick<PeopleStore, "remember">,
  { revision, parents, message, author, committer }: Commit,
): Promise<JsonObject> {
  return {
    revision,
    parents,
    subject: (message.split("\n", 1)[0] ?? "").slice(0, 200),
    author: await people.remember(author),
    authoredAt: author.at,
    committer: await people.remember(committer),
    committedAt: committer.at,
    trailers: await describeTrailers(people, parseTrailers(message)),
  };
}

async function describeTrailers(
  people: Pick<PeopleStore, "remember">,
  trailers: readonly Trailer[],
): Promise<readonly JsonObject[]> {
  const described: JsonObject[] = [];
  for (const trailer of trailers) {
    const person = personOf(trailer);
    described.push(
      person === null
        ? { token: trailer.token, value: trailer.value }
        : { token: trailer.token, person: await people.remember(person) },
    );
  }
  return described;
}

/** What ends in `-by` names a person, with or without an address. */
function personOf({ token, value, person }: Trailer): Trailer["person"] {
  if (person !== null) return person;
  return /-by$/i.test(token) ? { name: value, email: value } : null;
}
