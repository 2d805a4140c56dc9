import { PlainText } from "./plain-text.tsx";
import { ShortId } from "./short-id.tsx";
import { Instant } from "./time.tsx";

/**
 * A sentence in which `backticks` mark what one types. Whole checksums and revisions are shown by their first digits,
 * instants in the viewer's zone. Everything in it is text.
 */
export function Sentence({ text }: { readonly text: string }) {
  const parts = text.split("`");
  const isPaired = parts.length % 2 === 1;
  return (
    <>
      {parts.map((part, index) =>
        isPaired && index % 2 === 1 ? (
          <code key={index} className="font-mono text-[0.92em] text-text">
            <PlainText text={part} />
          </code>
        ) : (
          <Words key={index} text={!isPaired && index > 0 ? `\`${part}` : part} />
        ),
      )}
    </>
  );
}

const special = /(\bsha256:[0-9a-f]{64}\b|\b[0-9a-f]{40}\b|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z)/;

function Words({ text }: { readonly text: string }) {
  return text.split(special).map((part, index) => {
    if (index % 2 === 0) return part === "" ? null : <PlainText key={index} text={part} />;
    const isInstant = part.endsWith("Z");
    if (!isInstant) return <ShortId key={index} id={part} />;
    return Number.isNaN(Date.parse(part)) ? (
      <PlainText key={index} text={part} />
    ) : (
      <Instant key={index} at={part} />
    );
  });
}
