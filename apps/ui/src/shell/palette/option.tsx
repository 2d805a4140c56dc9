import { useEffect, useRef } from "react";

import { Icon } from "../../design/icon.tsx";
import { ShortText } from "../../design/short-text.tsx";
import type { PaletteEntry } from "./entry.ts";

export interface OptionProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

/** One thing that the palette offers. The focus stays in the text; this is only pointed at. */
export function Option({ id, entry, isActive, onPoint, onChoose }: OptionProps) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView?.({ block: "nearest" });
  }, [isActive]);
  return (
    <li
      ref={line}
      id={id}
      role="option"
      aria-selected={isActive}
      // A press must not take the focus out of the text.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={isActive ? undefined : onPoint}
      onClick={onChoose}
      className={`flex min-h-9 cursor-pointer items-center gap-2.5 px-4 text-sm ${isActive ? "bg-accent-soft" : ""}`}
    >
      <Icon name={entry.icon} className="text-muted" />
      <ShortText text={entry.title} className="shrink" />
      {entry.detail !== undefined && (
        <ShortText text={entry.detail} className="max-w-[45%] shrink-0 text-xs text-muted" />
      )}
      <span className="ml-auto shrink-0 text-xs text-muted">{entry.kind}</span>
    </li>
  );
}
