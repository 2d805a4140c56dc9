import { useState } from "react";

import { type DeployAnswer, settleDeploy } from "../../deploys/deploy-queries.ts";
import { Button } from "../../design/button.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { Banner } from "../../design/states.tsx";
import { Time } from "../../design/time.tsx";
import { useRenew } from "../../live/use-renew.ts";
import { useMayAct } from "../../session/use-session.ts";

/** What a broken glass left to be looked at, and the way to settle it. */
export function DebtBanner({ debt }: { readonly debt: NonNullable<DeployAnswer["debt"]> }) {
  const { deploy, actor, reason, at, dueAt, overdue } = debt;
  const renew = useRenew("deploy");
  const [isOpen, setOpen] = useState(false);
  const maySettle = useMayAct("approver");
  return (
    <Banner tone={overdue ? "bad" : "warn"} icon="warning">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <p>
            <span className="font-medium">Applied behind a broken glass</span> by{" "}
            <PlainText text={actor.id} limit={80} />, <Time at={at} />:{" "}
            <PlainText text={reason === "" ? "no reason given" : reason} />
          </p>
          <p className="text-text">
            Somebody else has to look at it and settle it: {overdue ? "overdue since" : "due"}{" "}
            <Time at={dueAt} />.
          </p>
        </div>
        {maySettle && <Button onClick={() => setOpen(true)}>Settle</Button>}
      </div>
      <ReasonDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Settle what the broken glass left"
        description="You say that you looked at what was applied, and that it may stay. By somebody other than who broke the glass."
        action="Settle"
        onConfirm={async (why) => {
          await settleDeploy({ id: deploy, reason: why });
          await renew();
        }}
      />
    </Banner>
  );
}
