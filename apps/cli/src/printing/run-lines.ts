import type { AttemptView, RunDetail } from "../org/responses.ts";
import type { World } from "../program/world.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeSpan } from "./ages.ts";
import { outcomeLines } from "./outcome-lines.ts";
import { shortChecksum, shortRevision } from "./short-names.ts";
import { stateText } from "./state-text.ts";
import { costText } from "./usage-text.ts";
import { waterfallLines } from "./waterfall-lines.ts";

type RunSurroundings = Pick<World, "clock" | "stdout">;

/** One run: exactly what it executes, its steps on a time line, and what came of it. */
export function runLines(
  run: RunDetail,
  attempts: readonly AttemptView[],
  world: RunSurroundings,
): readonly Text[] {
  const took = ` after ${describeSpan(run.startedAt, run.endedAt, world.clock)}`;
  return [
    [styled("bold", `${run.slug}@${run.version}`), ` in ${run.environment}: `, stateText(run.status), took],
    ["  ", styled("dim", "run "), run.id],
    ["  ", styled("dim", "deploy "), run.deploy, styled("dim", " revision "), shortRevision(run.revision)],
    [
      "  ",
      styled("dim", "content "),
      shortChecksum(run.content),
      styled("dim", " manifest "),
      shortChecksum(run.manifest),
    ],
    ...(run.cost === 0 ? [] : [["  ", styled("dim", "cost "), costText(run.cost)]]),
    ...originLines(run),
    ...(run.waitsFor === null ? [] : [["  ", styled("yellow", run.waitsFor)]]),
    [
      "  ",
      styled("dim", "started by "),
      run.actor.id,
      styled("dim", " through "),
      [run.trigger.type, ...(run.trigger.id === null ? [] : [run.trigger.id])].join(" "),
    ],
    ...(run.erasedAt === null ? [] : [["  ", styled("dim", "payload erased at "), run.erasedAt]]),
    "",
    ...waterfallLines(attempts, { clock: world.clock, columns: world.stdout.columns }),
    "",
    ...outcomeLines(run),
  ];
}

function originLines({ parent, retryOf }: RunDetail): readonly Text[] {
  const above = parent === null ? [] : [["  ", styled("dim", "called by "), `${parent.run} ${parent.step}`]];
  const before = retryOf === null ? [] : [["  ", styled("dim", "takes up "), retryOf]];
  return [...above, ...before];
}
