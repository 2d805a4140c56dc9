import { Badge } from "./badge.tsx";
import { Icon } from "./icon.tsx";
import { showShort } from "./plain-text.tsx";
import {
  deployStatuses,
  healthStatuses,
  runStatuses,
  type Status,
  statusOf,
  syncStatuses,
} from "./statuses.ts";
import { toneText } from "./tone.ts";

interface StatusProps {
  /** The state as the API names it. */
  readonly state: string;
  /** Why, in a sentence. */
  readonly because?: string | undefined;
}

export function StatusBadge({
  status,
  because,
}: {
  readonly status: Status;
  readonly because?: string | undefined;
}) {
  return (
    <Badge tone={status.tone} icon={status.icon} title={because}>
      {status.word}
    </Badge>
  );
}

/** Whether what runs is what git says. */
export function SyncBadge({ state, because }: StatusProps) {
  return <StatusBadge status={statusOf(syncStatuses, state)} because={because} />;
}

/** How the runs of what is applied end. */
export function HealthBadge({ state, because }: StatusProps) {
  return <StatusBadge status={statusOf(healthStatuses, state)} because={because} />;
}

export function RunBadge({ state, because }: StatusProps) {
  return <StatusBadge status={statusOf(runStatuses, state)} because={because} />;
}

/** How far a deploy has come. */
export function DeployBadge({ state, because }: StatusProps) {
  return <StatusBadge status={statusOf(deployStatuses, state)} because={because} />;
}

/** A status where a badge is too wide: its shape, with the word for those who hover or listen. */
export function StatusIcon({
  status,
  because,
}: {
  readonly status: Status;
  readonly because?: string | undefined;
}) {
  return (
    <span
      role="img"
      aria-label={status.word}
      title={because === undefined ? status.word : `${status.word}: ${showShort(because, 500)}`}
      className={`inline-flex ${toneText[status.tone]}`}
    >
      <Icon name={status.icon} className={status.icon === "spinner" ? "animate-spin" : ""} />
    </span>
  );
}
