import type { Environment, EnvironmentStatus, PastState, Timestamp } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, id, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";

/** What an apply left, until the next one. */
export const pastStateView = Type.Object(
  {
    kind: oneOf(["applied", "rolled-back", "retired"]),
    sequence: Type.Integer(),
    revision,
    controlRevision: revision,
    configurationDigest: checksum,
    deploy: id,
    at: timestamp,
  },
  { $id: "PastState" },
);

const summary = {
  slug,
  title: Type.String({ description: "As it is now." }),
  at: Type.String({ description: "The instant that was asked for." }),
  because: Type.String({ description: "What was in force then, in a sentence." }),
  applied: nullable(pastStateView),
};

/** An environment as it was: only what was applied is known of the past. */
export const pastEnvironmentSummaryView = Type.Object(summary, { $id: "PastEnvironmentSummary" });

export const pastEnvironmentResponse = Type.Object({
  environment: Type.Object({
    ...summary,
    policy: Type.Unknown({
      description: "The environment manifest that was in force, every default filled in; or null.",
    }),
  }),
});

/** What is shown of one of {@link PastState}. */
export function presentPastState(state: PastState): Static<typeof pastStateView> {
  const { kind, sequence, revision: branch, controlRevision, configurationDigest, deploy, at } = state;
  return { kind, sequence, revision: branch, controlRevision, configurationDigest, deploy, at };
}

export function presentPastSummary(
  { slug: name, title }: EnvironmentStatus,
  at: Timestamp,
  state: PastState | null,
): Static<typeof pastEnvironmentSummaryView> {
  const because =
    state === null
      ? `Nothing had been applied in ${name} by ${at}.`
      : `${wordsOf[state.kind]} by deploy ${state.deploy} at ${state.at}.`;
  return { slug: name, title, at, because, applied: state === null ? null : presentPastState(state) };
}

export function presentPastEnvironment(
  summarised: Static<typeof pastEnvironmentSummaryView>,
  policy: Environment | null,
): Static<typeof pastEnvironmentResponse>["environment"] {
  return { ...summarised, policy };
}

const wordsOf: Readonly<Record<PastState["kind"], string>> = {
  applied: "Applied",
  "rolled-back": "Rolled back",
  retired: "Taken out of service",
};
