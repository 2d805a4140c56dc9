import { useState } from "react";

export interface PlainTextProps {
  readonly text: string;
  /** Characters shown before "Show all"; 300 unless told. `null` shows everything. */
  readonly limit?: number | null;
  /** Keeps line breaks and spaces. */
  readonly isBlock?: boolean;
  readonly className?: string;
}

// Controls, and marks that turn the direction of what follows: they would let a text look like another one. What joins
// letters and emoji stays.
const unseen = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text with every invisible mark shown by its code point, such as `⟨U+202E⟩`. */
export function showUnseen(text: string): string {
  return text.replace(
    unseen,
    (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** Text that others wrote: isolated from the direction of what is around it, broken anywhere, cut when long. */
export function PlainText({ text, limit = 300, isBlock = false, className = "" }: PlainTextProps) {
  const [isOpen, setOpen] = useState(false);
  const isCut = limit !== null && !isOpen && text.length > limit;
  const shown = showUnseen(isCut ? cutAt(text, limit) : text);
  return (
    <bdi className={`${isBlock ? "block whitespace-pre-wrap" : ""} [overflow-wrap:anywhere] ${className}`}>
      {shown}
      {isCut && (
        <>
          {"… "}
          <button type="button" className="text-accent underline" onClick={() => setOpen(true)}>
            Show all {text.length.toLocaleString("en")} characters
          </button>
        </>
      )}
    </bdi>
  );
}

/** Never between the two halves of one character. */
function cutAt(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
