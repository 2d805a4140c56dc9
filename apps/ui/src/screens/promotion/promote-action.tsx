import { useState } from "react";

import { Button } from "../../design/button.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { useRenew } from "../../live/use-renew.ts";
import { countAhead } from "../../promotions/group-promotions.ts";
import {
  openPromotion,
  type OpenedPromotion,
  type Pair,
  type Promotion,
} from "../../promotions/promotion-queries.ts";
import { useMayAct } from "../../session/use-session.ts";
import { OpenedDialog } from "./opened-dialog.tsx";

export interface PromoteActionProps {
  readonly pair: Pair;
  readonly promotion: Promotion;
  /** Only these; everything that is ahead when empty. */
  readonly chosen: readonly string[];
}

/** Opens the pull request that promotes, or says what to type. */
export function PromoteAction({ pair, promotion, chosen }: PromoteActionProps) {
  const { from, to } = pair;
  const renew = useRenew("promotion");
  const mayPromote = useMayAct("deployer");
  const [isAsking, setAsking] = useState(false);
  const [opened, setOpened] = useState<OpenedPromotion | null>(null);
  const ahead = countAhead(promotion);
  if (!mayPromote || (ahead === 0 && chosen.length === 0)) return null;
  const what =
    chosen.length === 0 ? "everything" : chosen.length === 1 ? "1 pipeline" : `${chosen.length} pipelines`;
  return (
    <>
      <Button look="primary" icon="up" onClick={() => setAsking(true)}>
        Promote {what}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Promote ${what} to ${to}`}
        description={`Opens a pull request into ${promotion.to.branch}, or says what to type where there is no forge. Merging it is what deploys; the gates of ${to} decide when.`}
        action={`Promote ${what}`}
        isReasonOptional
        onConfirm={async (reason) => {
          const answer = await openPromotion({ from, to, only: chosen.length === 0 ? null : chosen, reason });
          setOpened(answer.opened);
          await renew();
        }}
      >
        {chosen.length > 0 && (
          <p className="text-sm">
            Only <PlainText text={chosen.join(", ")} />
          </p>
        )}
      </ReasonDialog>
      {opened !== null && <OpenedDialog to={to} opened={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
