import { didYouMean } from "@lockstep/model";

/** «Did you mean …?» or, without a near name, the names there are. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const meant = didYouMean(name, known);
  if (meant !== null) return `Did you mean \`${meant}\`?`;
  if (known.length === 0) return undefined;
  return `There are: ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : "."}`;
}
