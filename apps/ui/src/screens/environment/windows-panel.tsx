import { Badge } from "../../design/badge.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Instant } from "../../design/time.tsx";
import type { Windows } from "../../environments/environment-queries.ts";

/** When plans may be applied: open or closed now, until or from when on the viewer's clocks, and the rules. */
export function WindowsPanel({ windows }: { readonly windows: Windows }) {
  const { isOpen, reason, opensAt, closesAt, timezone, allow, deny } = windows;
  return (
    <Panel
      title="Windows"
      actions={
        <Badge tone={isOpen ? "good" : "info"} icon={isOpen ? "check" : "clock"}>
          {isOpen ? "Open" : "Closed"}
        </Badge>
      }
    >
      <div className="space-y-2 text-sm">
        {reason !== "" && (
          <p>
            <PlainText text={reason} />
          </p>
        )}
        <Edge
          at={isOpen ? closesAt : opensAt}
          says={isOpen ? "Closes" : "Opens"}
          never={isOpen ? "It stays open." : "None opens within two years."}
        />
        <ul className="list-none space-y-1 p-0 text-muted">
          {allow.map((window) => (
            <Rule key={`allow ${window.cron}`} says="open for" {...window} />
          ))}
          {deny.map((window) => (
            <Rule key={`deny ${window.cron}`} says="closed for" {...window} />
          ))}
        </ul>
        <p className="text-xs text-muted">
          Rules are on the clocks of <PlainText text={timezone} />; instants are on yours.
        </p>
      </div>
    </Panel>
  );
}

interface EdgeProps {
  readonly at: string | null;
  readonly says: string;
  readonly never: string;
}

function Edge({ at, says, never }: EdgeProps) {
  if (at === null) return <p>{never}</p>;
  return (
    <p>
      {says} <Countdown at={at} />
      <span className="block text-muted">
        <Instant at={at} />
      </span>
    </p>
  );
}

interface RuleProps {
  readonly says: string;
  readonly cron: string;
  readonly duration: string;
  readonly reason: string;
}

function Rule({ says, cron, duration, reason }: RuleProps) {
  return (
    <li>
      <code className="font-mono text-xs">{cron}</code> {says} {duration}
      {reason !== "" && (
        <>
          , <PlainText text={reason} limit={120} />
        </>
      )}
    </li>
  );
}
