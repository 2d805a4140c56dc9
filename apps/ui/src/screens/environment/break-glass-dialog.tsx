import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Deploy, deployQuery } from "../../deploys/deploy-queries.ts";
import { sortGates, titleOfGate } from "../../deploys/gates.ts";
import { PlanChanges } from "../../deploys/plan-changes.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Banner } from "../../design/states.tsx";
import { breakGlass, type Environment, policyOf } from "../../environments/environment-queries.ts";
import { useRenew } from "../../live/use-renew.ts";

export interface BreakGlassDialogProps {
  readonly environment: Environment;
  /** Id of the deploy that waits. */
  readonly deploy: string;
  readonly onClose: () => void;
}

/** Asks why the waiting plan is to be applied past its windows and approvals, and says what that leaves behind. */
export function BreakGlassDialog({ environment, deploy, onClose }: BreakGlassDialogProps) {
  const query = useQuery(deployQuery(deploy));
  if (query.data !== undefined)
    return <Ask environment={environment} deploy={query.data.deploy} onClose={onClose} />;
  return (
    <QueryView query={query} what="the plan that waits" lines={1}>
      {() => null}
    </QueryView>
  );
}

/** Gates that a broken glass is not stopped by. */
const skipped: ReadonlySet<string> = new Set(["windows", "approvals"]);

interface AskProps {
  readonly environment: Environment;
  readonly deploy: Deploy;
  readonly onClose: () => void;
}

function Ask({ environment, deploy, onClose }: AskProps) {
  const renew = useRenew("deploy");
  // The plan that was shown when the dialog opened: another one is refused by the server.
  const [planHash] = useState(deploy.planHash);
  const { slug } = environment;
  const declared = policyOf(environment)?.gates.windows?.breakGlass ?? null;
  const staying = sortGates(deploy.verdicts).closed.filter(({ gate }) => !skipped.has(gate));
  return (
    <ReasonDialog
      isOpen
      onClose={onClose}
      title={`Break the glass of ${slug}`}
      description={
        <>
          Applies plan <ShortId id={planHash} /> once, past its windows and approvals. Every other gate stays
          asked.
        </>
      }
      action="Break the glass"
      isDangerous
      isReasonOptional={declared !== null && !declared.reasonRequired}
      onConfirm={async (reason) => {
        try {
          await breakGlass(slug, planHash, reason);
        } finally {
          await renew();
        }
      }}
    >
      <Banner tone="bad" icon="warning">
        <p className="font-medium">It is applied to {slug} at once, and everybody is told.</p>
        <p>
          It leaves a debt: somebody else has to look at it
          {declared === null ? "" : ` within ${declared.reconcileWithin}`} and settle it. The ledger keeps it
          for ever.
        </p>
      </Banner>
      {declared !== null && (
        <p className="text-sm text-muted">
          Who may: <PlainText text={declared.from.join(", ")} />
        </p>
      )}
      {staying.length > 0 && (
        <Banner tone="warn" icon="pause">
          It would not be applied: {staying.map(({ gate }) => titleOfGate(gate)).join(", ")} would stay
          closed.
        </Banner>
      )}
      <div className="rounded-md border border-line">
        <PlanChanges environment={slug} changes={deploy.plan.changes} most={5} isFolded />
      </div>
    </ReasonDialog>
  );
}
