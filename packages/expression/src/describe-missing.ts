import { didYouMean } from "@lockstep/model";

/** "steps.score.output has no 'prioritty'; it has 'priority'". */
export function describeMissing(place: string, receiver: unknown, key: unknown): string {
  if (receiver === null) return `${place} is null and has no ${quote(key)}`;
  if (Array.isArray(receiver)) return `${place} has ${receiver.length} items and no item ${quote(key)}`;
  const keys = keysOf(receiver);
  if (keys === null) return `${place} is not an object and has no ${quote(key)}`;
  if (keys.length === 0) return `${place} has no ${quote(key)}; it is empty`;
  const nearest = didYouMean(String(key), keys);
  return `${place} has no ${quote(key)}; it has ${nearest === null ? listKeys(keys) : quote(nearest)}`;
}

const mostKeys = 5;

function listKeys(keys: readonly string[]): string {
  const listed = keys.slice(0, mostKeys).map((key) => quote(key));
  const more = keys.length > mostKeys ? ` and ${keys.length - mostKeys} more` : "";
  return `${listed.join(", ")}${more}`;
}

function keysOf(receiver: unknown): readonly string[] | null {
  if (receiver instanceof Map) return [...receiver.keys()].map((key) => String(key));
  if (typeof receiver !== "object" || receiver === null) return null;
  return Object.getPrototypeOf(receiver) === Object.prototype ? Object.keys(receiver) : null;
}

const longestKey = 60;

function quote(key: unknown): string {
  const text = String(key);
  return `'${text.length > longestKey ? `${text.slice(0, longestKey)}…` : text}'`;
}
