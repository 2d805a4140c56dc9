import { canonicalJson, type Environment } from "@lockstep/model";

import { cutText } from "../text/cut-text.ts";

/** One setting of an environment before and after, as plain text. */
export interface PolicyChange {
  /** As people write it in the manifest: `apply.maxPrune`; gates by their names: `approvals`. */
  readonly setting: string;
  readonly before: string;
  readonly after: string;
}

const longestValue = 120;

/** Settings that judge or bound nothing. */
const described: ReadonlySet<string> = new Set(["slug", "title", "description"]);

/** Settings with a shorter name that everybody uses. */
const names: ReadonlyMap<string, string> = new Map([
  ["approvals.required", "approvals"],
  ["source.branch", "branch"],
]);

/** Setting by setting what merging changes in the policy, in the order of the manifest. */
export function comparePolicies(before: Environment, after: Environment): readonly PolicyChange[] {
  return compare([], before, after).filter(({ setting }) => !described.has(setting));
}

function compare(path: readonly string[], before: unknown, after: unknown): readonly PolicyChange[] {
  if (canonicalText(before) === canonicalText(after)) return [];
  if (!isObject(before) || !isObject(after))
    return [{ setting: nameOf(path), before: describeAt(path, before), after: describeAt(path, after) }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => compare([...path, key], member(before, key), member(after, key)));
}

/** Who belongs to whom is counted, because addresses are nothing for a comment. */
function describeAt([section, map]: readonly string[], value: unknown): string {
  if (section !== "directory" || map !== "people" || !Array.isArray(value)) return describe(value);
  return `${value.length} further ${value.length === 1 ? "identity" : "identities"}`;
}

/** `required 2, excludeAuthor true` for a gate that comes or goes as a whole; JSON for the rest. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "string") return cutText(value, longestValue);
  if (!isObject(value)) return cutText(canonicalJson(value), longestValue);
  const told = Object.entries(value).flatMap(([key, held]) =>
    held === null || held === undefined ? [] : `${key} ${describe(held)}`,
  );
  return told.length === 0 ? "empty" : cutText(told.join(", "), longestValue);
}

function nameOf(path: readonly string[]): string {
  const [section, map, name] = path;
  if (section === "directory" && name !== undefined)
    return map === "teams" ? `members of team ${name}` : name;
  const setting = (path[0] === "gates" ? path.slice(1) : path).join(".");
  return names.get(setting) ?? setting;
}

function canonicalText(value: unknown): string {
  return canonicalJson(value ?? null);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(value: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
