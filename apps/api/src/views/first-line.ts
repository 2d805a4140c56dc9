/** First line of a commit message, at most 200 characters. */
export function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").slice(0, 200);
}
