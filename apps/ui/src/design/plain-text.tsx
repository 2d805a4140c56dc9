import { useState } from "react";

export interface PlainTextProps {
  readonly text: string;
  /** Characters shown before "Show all"; 300 unless told. `null` shows everything. */
  readonly limit?: number | null;
  /** Keeps line breaks and spaces. */
  readonly isBlock?: boolean;
  /** It stands in a link or a label, where no button may be: what is cut is whole on hover. */
  readonly isInControl?: boolean;
  readonly className?: string;
}

// Controls, marks that turn the direction of what follows, and halves of characters: they would let a text look like
// another one. What joins letters and emoji stays, but not between letters that are never joined.
const unseen =
  /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]|(?<=[ -~])[\u200c\u200d]|[\u200c\u200d](?=[ -~])/gu;

// More marks on one letter than any language writes would stand in the lines above and below.
const tower = /(\p{M}{4})(\p{M}{4,})/gu;

/** Text with every invisible mark shown by its code point, such as `⟨U+202E⟩`, and towers of marks cut. */
export function showUnseen(text: string): string {
  return text
    .replace(
      unseen,
      (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
    )
    .replace(tower, (_, kept: string, rest: string) => `${kept}⟨${Array.from(rest).length} more marks⟩`);
}

/** The same on one line of at most so many characters, where nothing can be opened: names of windows, choices, hints. */
export function showShort(text: string, longest = 300): string {
  return showUnseen(text.length > longest ? `${cutAt(text, longest - 1)}…` : text);
}

/** Text that others wrote: isolated from the direction of what is around it, broken anywhere, cut when long. */
export function PlainText({
  text,
  limit = 300,
  isBlock = false,
  isInControl = false,
  className = "",
}: PlainTextProps) {
  const [isOpen, setOpen] = useState(false);
  const isCut = limit !== null && !isOpen && text.length > limit;
  const shown = showUnseen(isCut ? cutAt(text, limit) : text);
  return (
    <bdi
      title={isCut && isInControl ? showShort(text, 1_000) : undefined}
      className={`${isBlock ? "block whitespace-pre-wrap" : ""} [overflow-wrap:anywhere] ${className}`}
    >
      {shown}
      {isCut && isInControl && "…"}
      {isCut && !isInControl && (
        <>
          {"… "}
          <button type="button" className="text-link" onClick={() => setOpen(true)}>
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
