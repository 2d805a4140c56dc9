import { useState } from "react";

import { TextField } from "../../design/field.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { Banner } from "../../design/states.tsx";
import { retireEnvironment } from "../../environments/environment-queries.ts";
import { useRenew } from "../../live/use-renew.ts";

export interface RetireDialogProps {
  readonly env: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Takes an environment out of service, once its name was typed. */
export function RetireDialog({ env, isOpen, onClose }: RetireDialogProps) {
  const renew = useRenew("environment");
  const [typed, setTyped] = useState("");
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Take ${env} out of service`}
      action="Take out of service"
      isDangerous
      onConfirm={async (reason) => {
        if (typed !== env) throw new Error(`Type ${env} to say that you mean this environment.`);
        await retireEnvironment(env, reason);
        await renew();
      }}
    >
      <Banner tone="bad" icon="warning">
        <p className="font-medium">Every pipeline of {env} is retired at once.</p>
        <p>
          Its triggers stop; runs under way finish. It keeps its policy: if its manifest comes back, it is
          planned anew.
        </p>
      </Banner>
      <TextField
        label={`Type ${env} to go on`}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
    </ReasonDialog>
  );
}
