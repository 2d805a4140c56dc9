import {
  type Change,
  durationMilliseconds,
  fromTimestamp,
  type Gate,
  type Gates,
  type Plan,
  type SoakedContent,
  type Timestamp,
  toTimestamp,
} from "@lockstep/model";

import { notDeclared, whyNotAsked } from "../not-asked.ts";
import { nextMinute, open, waiting } from "../verdicts.ts";

type Declared = NonNullable<Gates["soak"]>;

/** What a plan brings has been in force elsewhere for long enough, was run there, and did well. */
export const soak: Gate = {
  name: "soak",
  judge: (plan, evidence, now) => {
    const asked = evidence.policy.gates.soak;
    if (asked === null) return open("soak", notDeclared(evidence));
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("soak", skipped);
    const brought = broughtContent(plan);
    if (brought.length === 0) return open("soak", "it brings no content that could soak");
    if (evidence.soak === null) return notRead(asked, now);
    const lacks = findLacks(asked, brought, { soaked: evidence.soak, now });
    const [first] = lacks;
    if (first === undefined) return open("soak", `everything it brings has soaked in ${asked.in}`);
    const more = lacks.length === 1 ? "" : ` (and ${lacks.length - 1} more)`;
    return waiting("soak", {
      because: `${first.tell()}${more}.`,
      next: first.next,
      opensAt: first.until === null ? null : toTimestamp(first.until),
    });
  },
};

/** A revert has soaked before, and new tuning or a retirement brings nothing that could soak. */
function broughtContent({ changes }: Plan): readonly Change[] {
  return changes.filter(
    ({ kind, from, to }) => kind === "create" || (kind === "update" && from?.content !== to?.content),
  );
}

function notRead(asked: Declared, now: Timestamp) {
  return waiting("soak", {
    because: `How its content did in ${asked.in} has not been read yet.`,
    next: "Nothing; it is read again every minute.",
    opensAt: nextMinute(now),
  });
}

/** What one content still lacks; `until` (milliseconds) when time alone mends it. */
interface Lack {
  /** The sentence is made for the one that is told. */
  readonly tell: () => string;
  readonly next: string;
  readonly until: number | null;
}

interface Found {
  readonly soaked: readonly SoakedContent[];
  readonly now: Timestamp;
}

/** What only people or runs mend comes first, then the latest instant. */
function findLacks(asked: Declared, brought: readonly Change[], { soaked, now }: Found): readonly Lack[] {
  const found = new Map(soaked.map((one) => [one.slug, one]));
  const instant = fromTimestamp(now);
  return brought
    .flatMap(
      (change) =>
        lackOf(asked, change, { one: ofContent(found.get(change.slug), change), now: instant }) ?? [],
    )
    .sort((a, b) => (b.until ?? Infinity) - (a.until ?? Infinity) || 0);
}

function ofContent(one: SoakedContent | undefined, { to }: Change): SoakedContent | undefined {
  return one?.content === to?.content ? one : undefined;
}

function lackOf(
  asked: Declared,
  { slug, to }: Change,
  { one, now }: { readonly one: SoakedContent | undefined; readonly now: number },
): Lack | null {
  const [name, place] = [`${slug} ${to?.version ?? ""}`, asked.in];
  const byPeople = (because: string, next: string): Lack => ({
    tell: () => `${name} ${because}`,
    next,
    until: null,
  });
  if (one === undefined || one.since === null)
    return byPeople(`has never been in force in ${place}`, `Bring the same content to ${place} first.`);
  if (one.isQuarantined)
    return byPeople(
      `was taken out of ${place} as bad`,
      "Push a commit that mends it, and let that one soak.",
    );
  if (one.runs < asked.minRuns)
    return byPeople(
      `has ${one.runs} of ${asked.minRuns} runs in ${place}`,
      `Run it in ${place}, or wait until it ran.`,
    );
  if (one.failed - one.runs * asked.maxFailureRate > 1e-9)
    return byPeople(
      `failed ${one.failed} of ${one.runs} runs in ${place}, more than ${percent(asked.maxFailureRate)} %`,
      "Push a commit that mends it, or let further runs succeed.",
    );
  const missing = durationMilliseconds(asked.duration) - one.endedMs;
  if (missing <= 0) return null;
  const { inForceSince } = one;
  if (inForceSince === null)
    return byPeople(
      `was in force in ${place} for ${Math.floor(one.endedMs / 1_000)} s only and has to be for ${asked.duration}`,
      `Bring the same content to ${place} again, and let it stay.`,
    );
  const until = fromTimestamp(inForceSince) + missing;
  if (until <= now) return null;
  return {
    tell: () => `${name} is in force in ${place} since ${inForceSince} and has to be for ${asked.duration}`,
    next: "Nothing; it opens by itself.",
    until,
  };
}

function percent(rate: number): number {
  return Number((rate * 100).toPrecision(6));
}
