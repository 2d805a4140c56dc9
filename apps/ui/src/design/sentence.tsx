import { PlainText } from "./plain-text.tsx";

/** A sentence in which `backticks` mark what one types. Everything in it is text. */
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
          <PlainText key={index} text={!isPaired && index > 0 ? `\`${part}` : part} />
        ),
      )}
    </>
  );
}
