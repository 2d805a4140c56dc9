import {
  type Debt,
  type DetectedDrift,
  type EnvironmentStatus,
  type Gates,
  type Hold,
  type QuarantinedContent,
  type SyncState,
  syncStates,
  type Timestamp,
} from "@lockstep/model";
import { windowStanding } from "@lockstep/policy";
import { type Static, Type } from "typebox";

import { countDebts, debtCountView } from "./debt-view.ts";
import { id, list, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { holdView, quarantineView } from "./hold-view.ts";
import { problemView } from "./problem-view.ts";

export const tier = oneOf(["production", "uat", "qa", "staging", "development"]);

const summary = {
  slug,
  title: Type.String(),
  tier,
  branch: nullable(Type.String()),
  state: oneOf(Object.keys(syncStates) as SyncState[]),
  because: Type.String({ description: "Why it is in this state, in a sentence." }),
  next: Type.String({ description: "What happens next, or what to do." }),
  opensAt: nullable(timestamp),
  predictedAt: Type.Union([timestamp, Type.Null()], {
    description:
      "When what waits will be applied, if nothing but time passes; null while a person is waited for.",
  }),
  desired: Type.Object(
    { revision: nullable(revision), controlRevision: nullable(revision) },
    { description: "What git says." },
  ),
  applied: Type.Object(
    {
      revision: nullable(revision),
      controlRevision: nullable(revision),
      sequence: Type.Integer({ description: "Grows with each apply; 0 before the first." }),
      deploy: nullable(id),
      at: nullable(timestamp),
    },
    { description: "What is in force." },
  ),
  live: Type.Object(
    {
      drift: Type.Integer({ description: "Named differences between what was applied and what is stored." }),
    },
    { description: "What the rows really contain." },
  ),
  debts: debtCountView,
  holds: Type.Integer({ description: "Holds in force: while there are any, nothing is applied." }),
  deploy: Type.Union([id, Type.Null()], { description: "The deploy on its way, if there is one." }),
  observedAt: nullable(timestamp),
  failures: Type.Integer({ description: "Consecutive faults; 0 after a success." }),
  retryAt: nullable(timestamp),
  removed: Type.Boolean({ description: "Its manifest is gone; what was applied stays in force." }),
};

/** An environment in a list. */
export const environmentSummaryView = Type.Object(
  { ...summary, problems: Type.Integer({ description: "How many problems hold it up." }) },
  { $id: "EnvironmentSummary" },
);

const window = Type.Object({ cron: Type.String(), duration: Type.String(), reason: Type.String() });

const windowsView = Type.Object(
  {
    timezone: Type.String(),
    allow: list(window),
    deny: list(window),
    isOpen: Type.Boolean(),
    reason: Type.String({ description: "What the window that denies gives as its reason; else empty." }),
    opensAt: Type.Union([timestamp, Type.Null()], {
      description: "Next opening of closed windows; null when none opens within two years.",
    }),
    closesAt: Type.Union([timestamp, Type.Null()], {
      description: "When open windows close; null when they do not within two years.",
    }),
  },
  { $id: "Windows", description: "When plans may be applied; null at any time." },
);

/** An environment: what git wants, what is in force, what was found, and why they differ. */
export const environmentView = Type.Object(
  {
    ...summary,
    problems: list(problemView),
    heldBy: list(holdView),
    quarantine: list(quarantineView),
    retiredAt: nullable(timestamp),
    windows: nullable(windowsView),
    policy: Type.Unknown({
      description: "The environment manifest in force, every default filled in; or null.",
    }),
    createdAt: timestamp,
  },
  { $id: "Environment" },
);

export const environmentResponse = Type.Object({ environment: environmentView });

/** What stands beside an environment's row. */
export interface EnvironmentFacts {
  readonly drift: readonly DetectedDrift[];
  /** Its unsettled ones. */
  readonly debts: readonly Debt[];
  /** Those in force. */
  readonly holds: readonly Hold[];
  readonly quarantine: readonly QuarantinedContent[];
  readonly now: Timestamp;
}

export function presentEnvironmentSummary(
  status: EnvironmentStatus,
  facts: EnvironmentFacts,
): Static<typeof environmentSummaryView> {
  return { ...presentStatus(status, facts), problems: status.problems.length };
}

export function presentEnvironment(
  status: EnvironmentStatus,
  facts: EnvironmentFacts,
): Static<typeof environmentView> {
  const { problems, policy, retiredAt, createdAt } = status;
  const { holds: heldBy, quarantine } = facts;
  const declared = policy?.gates.windows ?? null;
  const windows = declared === null ? null : presentWindows(declared, facts.now);
  const stated = { problems, heldBy, quarantine, retiredAt, windows, policy, createdAt };
  return { ...presentStatus(status, facts), ...stated };
}

function presentWindows(declared: NonNullable<Gates["windows"]>, now: Timestamp): Static<typeof windowsView> {
  const { timezone, allow, deny } = declared;
  return { timezone, allow, deny, ...windowStanding(declared, now) };
}

function presentStatus(status: EnvironmentStatus, { drift, debts, holds, now }: EnvironmentFacts) {
  const { title, tier, branch, state, because, next, opensAt, predictedAt } = status;
  const { deploy, observedAt, failures, retryAt, removed } = status;
  return {
    slug: status.slug,
    title,
    tier,
    branch,
    state,
    because,
    next,
    opensAt,
    predictedAt,
    desired: { revision: status.desiredRevision, controlRevision: status.desiredControlRevision },
    applied: {
      revision: status.appliedRevision,
      controlRevision: status.appliedControlRevision,
      sequence: status.sequence,
      deploy: status.appliedDeploy,
      at: status.appliedAt,
    },
    live: { drift: drift.length },
    debts: countDebts(debts, now),
    holds: holds.length,
    deploy,
    observedAt,
    failures,
    retryAt,
    removed,
  };
}
