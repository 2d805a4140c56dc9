declare global {
  /** ES2024; Node.js has it since 20. */
  interface String {
    isWellFormed(): boolean;
    toWellFormed(): string;
  }
}

/**
 * Text as both databases keep it: PostgreSQL has no U+0000, and UTF-8 has no lone surrogates. They become U+FFFD.
 * JSON and canonical texts have neither, because both are escaped there.
 */
export function storableText(text: string): string {
  const isStorable = text.isWellFormed() && !text.includes("\0");
  return isStorable ? text : text.toWellFormed().replaceAll("\0", "\uFFFD");
}
