import { showUnseen } from "./plain-text.tsx";

/** More than this is never put on one line. */
const longest = 300;

/**
 * Text that others wrote, on one line of a dense table or inside a link: isolated from the direction of what is around it,
 * invisible marks shown, cut by the width, whole on hover. The box around it has to set a width.
 */
export function ShortText({ text, className = "" }: { readonly text: string; readonly className?: string }) {
  const shown = showUnseen(text.slice(0, longest));
  return (
    <bdi title={shown} className={`block min-w-0 truncate ${className}`}>
      {shown}
    </bdi>
  );
}
