import { useState } from "react";

import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { ExternalLink } from "../../design/external-link.tsx";
import { TextField } from "../../design/field.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { CopyButton } from "../../design/short-id.tsx";
import { toLocalInput } from "../../design/to-local-input.ts";
import { useRenew } from "../../live/use-renew.ts";
import { useMayAct } from "../../session/use-session.ts";
import { acknowledgeDrift, adoptDrift, type Adoption, revertDrift } from "./drift-queries.ts";

export interface WaysOutProps {
  readonly env: string;
  readonly id: string;
  readonly slug: string;
  /** Called when the difference is gone. */
  readonly onReverted: () => void;
}

/** The three ways out of a difference: put it right, propose it to git, know about it for a while. */
export function WaysOut({ env, id, slug, onReverted }: WaysOutProps) {
  const [way, setWay] = useState<"none" | "revert" | "adopt" | "acknowledge">("none");
  const [adoption, setAdoption] = useState<Adoption | null>(null);
  const [until, setUntil] = useState(() => toLocalInput(Date.now() + dayMs, "minute"));
  const renew = useRenew("drift");
  const close = () => setWay("none");
  if (!useMayAct("deployer")) {
    return <p className="text-sm text-muted">A deployer can revert, adopt or acknowledge it.</p>;
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button look="primary" icon="back" onClick={() => setWay("revert")}>
        Revert
      </Button>
      <Button icon="up" onClick={() => setWay("adopt")}>
        Adopt as pull request
      </Button>
      <Button icon="clock" onClick={() => setWay("acknowledge")}>
        Acknowledge
      </Button>
      <ReasonDialog
        isOpen={way === "revert"}
        onClose={close}
        title={`Revert ${slug}`}
        description={`Writes the row in ${env} as it was applied. Runs that begin afterwards use it.`}
        action="Revert"
        onConfirm={async (reason) => {
          await revertDrift({ env, id, reason });
          onReverted();
          await renew();
        }}
      />
      <ReasonDialog
        isOpen={way === "adopt"}
        onClose={close}
        title={`Adopt ${slug}`}
        description="Proposes what is stored as a change of git. Nothing of it runs before it is merged and applied."
        action="Propose"
        onConfirm={async (reason) => {
          const answer = await adoptDrift({ env, id, reason });
          setAdoption(answer.adoption);
          await renew();
        }}
      />
      <ReasonDialog
        isOpen={way === "acknowledge"}
        onClose={close}
        title={`Acknowledge ${slug}`}
        description="It does not count as drift until then, or until it becomes another difference."
        action="Acknowledge"
        onConfirm={(reason) =>
          acknowledgeDrift({ env, id, reason, until: new Date(until).toISOString() }).then(renew)
        }
      >
        <TextField
          label="Until"
          type="datetime-local"
          required
          value={until}
          min={toLocalInput(Date.now(), "minute")}
          hint={`Your time zone: ${Intl.DateTimeFormat().resolvedOptions().timeZone}`}
          onChange={(event) => setUntil(event.target.value)}
        />
      </ReasonDialog>
      <AdoptionDialog adoption={adoption} onClose={() => setAdoption(null)} />
    </div>
  );
}

function AdoptionDialog({
  adoption,
  onClose,
}: {
  readonly adoption: Adoption | null;
  readonly onClose: () => void;
}) {
  if (adoption === null) return null;
  if (adoption.kind === "pull-request") {
    return (
      <Dialog isOpen onClose={onClose} title="Proposed">
        <ExternalLink href={adoption.url}>Pull request {adoption.number}</ExternalLink>
        <p className="mt-2 text-sm text-muted">The difference is gone once it is merged and applied.</p>
      </Dialog>
    );
  }
  const text = adoption.commands.join("\n");
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title="Type this in a clone"
      description="There is no forge to open a pull request on. Merge the branch afterwards."
    >
      <div className="flex justify-end">
        <CopyButton text={text} what="the commands" />
      </div>
      <pre className="max-h-[50vh] overflow-auto rounded-md bg-sunken p-3 font-mono text-xs" tabIndex={0}>
        {text}
      </pre>
    </Dialog>
  );
}

const dayMs = 86_400_000;
