import { Link } from "@tanstack/react-router";

import { Icon } from "../../design/icon.tsx";
import { toneText } from "../../design/tone.ts";
import type { StagedPromotion } from "../../promotions/group-promotions.ts";
import { type Stage, stages } from "../../promotions/stages.ts";
import { stageWords } from "./stage-words.ts";

export interface StageBarProps {
  readonly groups: Readonly<Record<Stage, readonly StagedPromotion[]>>;
  readonly selected: Stage | undefined;
}

/** Stages in order, each with its number; choosing one shows it alone, choosing it again shows all. */
export function StageBar({ groups, selected }: StageBarProps) {
  return (
    <nav aria-label="Stages" className="my-4 flex flex-wrap gap-1.5">
      {stages.map((stage) => {
        const { title, icon, tone } = stageWords[stage];
        const count = groups[stage].length;
        const isSelected = stage === selected;
        return (
          <Link
            key={stage}
            to="/promotions"
            search={isSelected ? {} : { stage }}
            aria-current={isSelected ? "true" : undefined}
            className={`inline-flex min-h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm text-text no-underline hover:bg-sunken ${isSelected ? "border-accent bg-accent-soft" : "border-line bg-surface"}`}
          >
            <Icon name={icon} className={count === 0 ? "text-muted" : toneText[tone]} />
            {title}
            <span className={count === 0 ? "text-muted" : "font-medium"}>{count}</span>
          </Link>
        );
      })}
    </nav>
  );
}
