/** Foreign text for a sentence: short, and without what could steer a terminal or hide something. */
export function printable(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return short.replaceAll(/[^\x20-\x7e…]/g, "?");
}
