import { Link } from "@tanstack/react-router";

import type { PlotFrame } from "../../charts/plot.tsx";
import { showUnseen } from "../../design/plain-text.tsx";
import { describeInstant } from "../../design/time.tsx";
import type { DeployMarker, Insights } from "./insights-queries.ts";

interface DeployLinesProps {
  readonly frame: PlotFrame;
  readonly insights: Insights;
}

/** Each deploy as a line over a drawing; it takes the focus and leads to the deploy. */
export function DeployLines({ frame, insights }: DeployLinesProps) {
  const { left, width, top, height } = frame;
  return insights.deploys.map((marker) => {
    const x = frame.xOf(Date.parse(marker.at) / 1_000);
    if (!(x >= left && x <= left + width)) return null;
    return (
      <Link
        key={marker.deploy}
        to="/deploys/$id"
        params={{ id: marker.deploy }}
        aria-label={sentenceOf(marker)}
        title={sentenceOf(marker)}
        className="group absolute flex w-3 -translate-x-1/2 justify-center"
        style={{ left: x, top, height }}
      >
        <span
          className={`h-full border-l-2 border-dashed group-hover:border-solid ${marker.intent === "rollback" ? "border-hold" : "border-text/60"}`}
        />
        <span
          className={`absolute top-0 size-2 rotate-45 ${marker.intent === "rollback" ? "bg-hold" : "bg-text"}`}
        />
      </Link>
    );
  });
}

function sentenceOf({ environment, at, intent, changes, changed, message }: DeployMarker): string {
  const what = intent === "rollback" ? "Rollback of" : "Deploy to";
  const named = changed.map(({ slug, version }) =>
    version === null ? `${slug} retired` : `${slug} ${version}`,
  );
  const more = changes > named.length ? ` and ${changes - named.length} more` : "";
  const about = changes === 0 ? "no pipeline" : `${named.join(", ")}${more}`;
  return `${what} ${environment}, ${describeInstant(at)}: ${about}. ${showUnseen(message)}`;
}
