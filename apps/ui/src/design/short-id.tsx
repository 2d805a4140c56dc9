import { useState } from "react";

import { IconButton } from "./button.tsx";

export interface ShortIdProps {
  /** The whole revision, checksum or id. */
  readonly id: string;
  /** Digits shown; 12 unless told. */
  readonly digits?: number;
  /** With a button that copies the whole. */
  readonly canCopy?: boolean;
}

/** A revision, checksum or id by its first digits; the whole on hover. */
export function ShortId({ id, digits = 12, canCopy = false }: ShortIdProps) {
  const plain = id.replace(/^sha256:/, "");
  return (
    <span className="inline-flex items-center gap-0.5">
      <code className="font-mono text-[0.92em]" title={id}>
        {plain.slice(0, digits)}
      </code>
      {canCopy && <CopyButton text={id} what="the whole id" />}
    </span>
  );
}

/** Copies a text and says so. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [isDone, setDone] = useState(false);
  return (
    <IconButton
      icon={isDone ? "check" : "copy"}
      label={isDone ? "Copied" : `Copy ${what}`}
      className="-my-1 min-h-6 w-6"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setDone(true));
      }}
    />
  );
}
