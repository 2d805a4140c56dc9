import { useState } from "react";

import { Button } from "../design/button.tsx";
import { ReasonDialog } from "../design/reason-dialog.tsx";
import { Sentence } from "../design/sentence.tsx";
import { ShortId } from "../design/short-id.tsx";
import { Banner } from "../design/states.tsx";
import { useRenew } from "../live/use-renew.ts";
import { useMayAct } from "../session/use-session.ts";
import { describeChanges } from "./changes.ts";
import { approveDeploy, type Deploy, type DeployAnswer, rejectDeploy } from "./deploy-queries.ts";
import { waitsForPerson } from "./gates.ts";
import { PlanChanges } from "./plan-changes.tsx";

export interface AnswerDeployProps {
  readonly deploy: Deploy;
  /** Whether whoever is logged in may approve; if not, why. */
  readonly approval: DeployAnswer["approval"];
  /** Buttons as wide as a thumb needs. */
  readonly isLarge?: boolean;
}

/** Yes or no to the plan that is shown. What is answered is the plan that was shown when the dialog was opened. */
export function AnswerDeploy({ deploy, approval, isLarge = false }: AnswerDeployProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayAnswer = useMayAct("approver");
  if (deploy.state !== "waiting" && deploy.state !== "planned") return null;
  // A yes helps only where a gate waits for one: not against a hold, a soak or a window.
  const isAsked = deploy.verdicts.some(waitsForPerson);
  const ask = (verdict: Asked["verdict"]) => setAsked({ verdict, planHash: deploy.planHash });
  const size = isLarge ? "min-h-11 max-sm:flex-1 max-sm:text-base sm:min-w-32" : "";
  return (
    <div>
      {mayAnswer && (
        <div className="flex flex-wrap gap-2">
          {isAsked && (
            <Button
              look="primary"
              icon="check"
              className={size}
              disabled={!approval.isOpen}
              onClick={() => ask("approved")}
            >
              Approve
            </Button>
          )}
          <Button look="danger" icon="cross" className={size} onClick={() => ask("rejected")}>
            Reject
          </Button>
        </div>
      )}
      {!approval.isOpen && (isAsked || !mayAnswer) && (
        <p className="mt-1.5 max-w-96 text-sm text-muted">
          <Sentence text={approval.because} />
        </p>
      )}
      {asked !== null && <AnswerDialog {...{ deploy, asked }} onClose={() => setAsked(null)} />}
    </div>
  );
}

interface Asked {
  readonly verdict: "approved" | "rejected";
  readonly planHash: string;
}

interface AnswerDialogProps {
  readonly deploy: Deploy;
  readonly asked: Asked;
  readonly onClose: () => void;
}

function AnswerDialog({ deploy, asked: { verdict, planHash }, onClose }: AnswerDialogProps) {
  const renew = useRenew("deploy");
  const isYes = verdict === "approved";
  const { id, environment, plan } = deploy;
  const answer = async (reason: string) => {
    try {
      await (isYes ? approveDeploy : rejectDeploy)({ id, planHash, reason });
    } finally {
      await renew();
    }
  };
  return (
    <ReasonDialog
      isOpen
      onClose={onClose}
      title={isYes ? `Approve for ${environment}` : `Reject for ${environment}`}
      description={
        <>
          {describeChanges(plan.changes)}, plan <ShortId id={planHash} />.{" "}
          {isYes
            ? "Your yes is for exactly this plan; it is applied once every gate is open."
            : "This plan ends at once. Another commit makes another plan."}
        </>
      }
      action={isYes ? "Approve" : "Reject"}
      isDangerous={!isYes}
      isReasonOptional={isYes}
      onConfirm={answer}
    >
      {deploy.planHash === planHash ? (
        <div className="rounded-md border border-line">
          <PlanChanges {...{ environment }} changes={plan.changes} most={5} isFolded />
        </div>
      ) : (
        <Banner tone="bad" icon="warning">
          The plan changed while this was open: it is now <ShortId id={deploy.planHash} />. An answer to the
          old one is refused. Close this and look at the new plan.
        </Banner>
      )}
    </ReasonDialog>
  );
}
