import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { type Quarantined, resumeEnvironment } from "../../environments/environment-queries.ts";
import { useRenew } from "../../live/use-renew.ts";

export interface ResumeDialogProps {
  readonly env: string;
  readonly holds: readonly string[];
  /** What comes back with it, if git still says so. */
  readonly kept: readonly Quarantined[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Lifts holds with their quarantine, with a reason. */
export function ResumeDialog({ env, holds, kept, isOpen, onClose }: ResumeDialogProps) {
  const renew = useRenew("environment");
  const names = kept.map(({ slug, version }) => `${slug} ${version}`).join(", ");
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Resume ${env}`}
      description={
        names === ""
          ? "What git says is applied at once if its gates are open."
          : `What git says is applied at once if its gates are open. Its quarantine ends with it: ${names} may come back.`
      }
      action="Resume"
      onConfirm={async (reason) => {
        await resumeEnvironment({ env, reason, holds });
        await renew();
      }}
    />
  );
}
