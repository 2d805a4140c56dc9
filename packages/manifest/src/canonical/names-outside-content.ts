import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { NamesOutsideContent } from "./project-content.ts";

const none: NamesOutsideContent = { variables: new Set(), secrets: new Set() };

/** Names that triggers or tuning refer to and no step and no output does. */
export function namesOutsideContent(written: WrittenPipeline): NamesOutsideContent {
  const { triggers = [], concurrency, steps, output } = written;
  if (triggers.length === 0 && (concurrency?.key ?? null) === null) return none;
  const outside = JSON.stringify([triggers, concurrency]);
  const inside = JSON.stringify([steps, output]);
  const only = (names: readonly string[]) =>
    new Set(names.filter((name) => mentions(outside, name) && !mentions(inside, name)));
  return { variables: only(written.uses?.variables ?? []), secrets: only(written.uses?.secrets ?? []) };
}

function mentions(text: string, name: string): boolean {
  return text.includes(name);
}
