import type { Json } from "@lockstep/model";

import { hasBidirectional } from "../text/bidirectional.ts";
import { type Finding, findingAt, type Path } from "../text/finding.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** JSON_ENCODING: names that people decide by hold no hidden direction change, not even an escaped one. */
export const namesAreVisible: PipelineCheck = ({ written }) => {
  const { title, description, owners, tags, labels, deprecated, steps, tests = [] } = written;
  const named: readonly (readonly [unknown, Path])[] = [
    [{ title, description, owners, tags, labels, deprecated }, []],
    ...steps.map(
      (step, index) => [{ title: step.title, description: step.description }, ["steps", index]] as const,
    ),
    ...tests.map(({ name }, index) => [{ name }, ["tests", index]] as const),
  ];
  return named.flatMap(([value, path]) => hiddenIn(value as Json | undefined, path));
};

function hiddenIn(value: Json | undefined, path: Path): Finding[] {
  if (typeof value === "string")
    return hasBidirectional(value)
      ? [
          findingAt(
            "JSON_ENCODING",
            path,
            "An invisible character changes the direction of this text.",
            "Remove it.",
          ),
        ]
      : [];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, member]: [string, Json | undefined]) =>
    hiddenIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
