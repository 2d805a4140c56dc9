/** How a text meets a list of patterns. */
export type PatternMatch = "match" | "negated" | "none";

/** OpenSSH's lists: `*` and `?` are wildcards, `!` before a pattern excludes, and one exclusion outweighs any match. */
export function matchPatternList(text: string, list: string): PatternMatch {
  const patterns = list.split(",");
  const negated = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  if (negated.some((pattern) => matchPattern(text, pattern))) return "negated";
  const isMatch = patterns.some((pattern) => !pattern.startsWith("!") && matchPattern(text, pattern));
  return isMatch ? "match" : "none";
}

/** The first pattern that is not an exclusion, to name a signer by; `null` when there is none. */
export function firstPattern(list: string): string | null {
  return list.split(",").find((pattern) => pattern !== "" && !pattern.startsWith("!")) ?? null;
}

/** Goes back to the last `*` only, so that it takes no more than length times length steps. */
function matchPattern(text: string, pattern: string): boolean {
  let [at, position] = [0, 0];
  let [star, resume] = [-1, 0];
  while (at < text.length) {
    if (pattern[position] === "*") {
      [star, resume] = [position, at];
      position += 1;
    } else if (pattern[position] === "?" || pattern[position] === text[at]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      resume += 1;
      [at, position] = [resume, star + 1];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(position));
}
