import type { ReactNode } from "react";

import { Icon, type IconName } from "./icon.tsx";
import { showShort } from "./plain-text.tsx";
import { type Tone, toneClasses } from "./tone.ts";

export interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  /** Said on hover: why it is so. */
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A state as shape, word and colour. */
export function Badge({ tone, icon, title, children }: BadgeProps) {
  return (
    <span
      title={title === undefined ? undefined : showShort(title, 500)}
      className={`inline-flex max-w-full items-center gap-1 rounded-full px-2 text-xs leading-5 font-medium whitespace-nowrap ${toneClasses[tone]}`}
    >
      {icon !== undefined && (
        <Icon name={icon} className={icon === "spinner" ? "size-3 animate-spin" : "size-3"} />
      )}
      {children}
    </span>
  );
}
