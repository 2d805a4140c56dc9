import { RE2JS } from "re2js";

/** Largest compiled program, in instructions: `(a{1000}){1000}` is short but huge. */
const largestProgram = 20_000;

/** As much of RegExp as JSONata uses, over RE2: a match takes time linear in the text, whatever the pattern. */
export class LinearRegExp {
  readonly #pattern: RE2JS;
  lastIndex = 0;

  constructor(source: RegExp) {
    const flags = (source.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (source.multiline ? RE2JS.MULTILINE : 0);
    this.#pattern = RE2JS.compile(RE2JS.translateRegExp(source.source), flags);
    if (this.#pattern.programSize() > largestProgram)
      throw new RangeError("the regular expression repeats too much");
  }

  /** The next match from `lastIndex` on, with its groups; moves `lastIndex` behind it. */
  exec(text: string): (string[] & { index: number }) | null {
    const matcher = this.#pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? "");
    this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start() });
  }
}
