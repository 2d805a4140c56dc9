import { changeClasses, changeKinds } from "@lockstep/model";
import { Type } from "typebox";

import { checksum, list, nullable, oneOf, revision, slug, timestamp, version } from "./fields.ts";
import { impactView } from "./impact-view.ts";
import { problemView } from "./problem-view.ts";

/** Which version of a pipeline is meant. */
export const pointerView = Type.Object({
  version,
  content: checksum,
  manifest: checksum,
  team: nullable(Type.String()),
  path: Type.String(),
});

/** One difference as a sentence and for programs. */
export const differenceView = Type.Object({
  class: oneOf(changeClasses),
  path: Type.String(),
  operation: oneOf(["added", "removed", "changed"]),
  sentence: Type.String(),
});

/** What a plan does to one pipeline, or to the environment itself. */
export const changeView = Type.Object(
  {
    kind: oneOf(changeKinds),
    slug,
    class: nullable(oneOf(changeClasses)),
    from: nullable(pointerView),
    to: nullable(pointerView),
    contract: nullable(oneOf(["compatible", "breaking", "unknown"])),
    differences: list(differenceView),
  },
  { $id: "Change" },
);

/** The ordered list of changes that leads from applied to desired. */
export const planView = Type.Object(
  {
    format: Type.Literal("lockstep-plan/v1"),
    environment: slug,
    base: Type.Object({ sequence: Type.Integer(), revision: nullable(revision) }),
    target: Type.Object({ revision, controlRevision: revision }),
    changes: list(changeView),
    locks: list(
      Type.Object({ caller: slug, callee: slug, range: Type.String(), version, content: checksum }),
    ),
    policyDigest: checksum,
    configurationDigest: checksum,
    problems: list(problemView),
    counts: Type.Object({ applied: Type.Integer(), desired: Type.Integer(), pruned: Type.Integer() }),
    hash: Type.String({ description: "What approvals are bound to." }),
  },
  { $id: "Plan" },
);

/** What one gate says of a plan. */
export const verdictView = Type.Object(
  {
    gate: Type.String(),
    verdict: oneOf(["open", "waiting", "refused"]),
    because: Type.String(),
    next: Type.Optional(Type.String()),
    opensAt: Type.Optional(nullable(timestamp)),
    problems: Type.Optional(list(problemView)),
  },
  { $id: "Verdict" },
);

/** Whether a plan may be applied now, gate by gate. */
export const decisionView = Type.Object(
  {
    outcome: oneOf(["admitted", "waiting", "refused"]),
    verdicts: list(verdictView),
    because: Type.Optional(Type.String()),
    next: Type.Optional(Type.String()),
    opensAt: Type.Optional(nullable(timestamp)),
    predictedAt: Type.Optional(nullable(timestamp)),
    problems: Type.Optional(list(problemView)),
  },
  { $id: "Decision" },
);

export const previewResponse = Type.Object({ plan: planView, decision: decisionView, impact: impactView });
