import {
  changeClasses,
  type OpenedPromotion,
  promotionKinds,
  promotionStates,
  type PullRequest,
} from "@lockstep/model";
import { Type } from "typebox";

import { list, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { differenceView, pointerView } from "./plan-view.ts";

const side = Type.Object({ environment: slug, branch: Type.String(), revision: nullable(revision) });

/** Two environments, and how far the upper is behind the lower. */
export const promotionView = Type.Object(
  {
    from: side,
    to: side,
    state: oneOf(promotionStates),
    because: Type.String(),
    next: Type.String(),
    counts: Type.Object(
      {
        ahead: Type.Integer({ description: "Other behaviour below, or new there." }),
        tuning: Type.Integer({ description: "The same behaviour, described or tuned differently." }),
        missing: Type.Integer({ description: "Only the upper environment has it." }),
        behind: Type.Integer({ description: "The upper environment has a higher version." }),
        same: Type.Integer(),
      },
      { description: "Pipelines by how they differ." },
    ),
    deploy: nullable(Type.String({ description: "Deploy of the upper environment that is on its way." })),
  },
  { $id: "Promotion" },
);

/** One pipeline that differs, with what speaks for it. */
export const promotionItemView = Type.Object(
  {
    slug,
    kind: oneOf(promotionKinds),
    from: nullable(pointerView),
    to: nullable(pointerView),
    class: nullable(oneOf(changeClasses)),
    differences: list(differenceView),
    evidence: nullable(
      Type.Object(
        {
          since: nullable(timestamp),
          runs: Type.Integer(),
          failed: Type.Integer(),
          isQuarantined: Type.Boolean({ description: "Taken out there as bad." }),
        },
        { description: "How its content did in the lower environment." },
      ),
    ),
    origin: nullable(
      Type.Object({
        deploy: Type.String(),
        revision: nullable(revision),
        pullRequest: nullable(Type.Object({ number: Type.Integer(), url: Type.String() })),
      }),
    ),
  },
  { $id: "PromotionItem" },
);

/** What came of a wish to promote. */
export const openedPromotionResponse = Type.Object({
  opened: Type.Object({
    pullRequest: nullable(
      Type.Object({
        number: Type.Integer(),
        url: Type.String(),
        title: Type.String(),
        head: Type.String({ description: "Branch that is proposed." }),
        base: Type.String({ description: "Branch that it is proposed to." }),
      }),
    ),
    commands: list(Type.String({ description: "What to type instead where there is no forge." })),
    pipelines: list(slug),
    notes: list(Type.String()),
  }),
});

export function presentOpenedPromotion({ pullRequest, commands, pipelines, notes }: OpenedPromotion) {
  return { pullRequest: pullRequest && presentPullRequest(pullRequest), commands, pipelines, notes };
}

function presentPullRequest({ number, url, title, head, base }: PullRequest) {
  return { number, url, title, head: head.branch, base: base.branch };
}
