import type { Json } from "@lockstep/model";

import { PlainText } from "../design/plain-text.tsx";

export interface JsonTextProps {
  /** `undefined` is shown as nothing being there. */
  readonly value: Json | undefined;
  /** As one side of a difference. */
  readonly sign?: "+" | "-";
}

const looks = { "+": "border-good bg-added", "-": "border-bad bg-removed" } as const;

/** A value as code: texts as they are, everything else as JSON. Long ones are cut until somebody wants them. */
export function JsonText({ value, sign }: JsonTextProps) {
  return (
    <div
      className={`overflow-x-auto border-l-2 px-2 py-1 font-mono text-xs ${sign === undefined ? "border-line bg-sunken" : looks[sign]}`}
    >
      {sign !== undefined && <span className="sr-only">{sign === "+" ? "After: " : "Before: "}</span>}
      {value === undefined ? (
        <span className="text-muted">not there</span>
      ) : (
        <PlainText text={textOfJson(value)} limit={2_000} isBlock />
      )}
    </div>
  );
}

/** A text as it is, anything else as indented JSON. */
export function textOfJson(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
