import { onlyGiven, readOneOf, readText } from "../../address/read-search.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the address of `/runs/$id` may say behind its `?`. */
export interface RunSearch {
  /** The attempt that is shown: step, item and try, such as `fetch.-1.2`. */
  readonly attempt?: string;
  /** Steps that are opened into their tries and items. */
  readonly open?: string;
  /** Only log lines of this level and above. */
  readonly level?: LogLevel;
}

export function readRunSearch(given: Record<string, unknown>): RunSearch {
  return onlyGiven({
    attempt: readText(given.attempt),
    open: readText(given.open, 2_000),
    level: readOneOf(given.level, logLevels),
  });
}

/** One attempt of a step, or of one item of its `forEach`. */
export interface AttemptName {
  readonly step: string;
  /** -1 for the step itself. */
  readonly item: number;
  readonly attempt: number;
}

/** An attempt as the address names it. Ids of steps hold no dot. */
export function writeAttempt({ step, item, attempt }: AttemptName): string {
  return `${step}.${item}.${attempt}`;
}

/** The attempt that an address names; `null` for none, or for what is no name. */
export function readAttempt(text: string | undefined): AttemptName | null {
  const [, step, item, attempt] = /^([^.]+)\.(-?\d{1,9})\.(\d{1,9})$/.exec(text ?? "") ?? [];
  if (step === undefined) return null;
  return { step, item: Number(item), attempt: Number(attempt) };
}

/** The steps that an address opens. */
export function readOpen(text: string | undefined): ReadonlySet<string> {
  return new Set(text === undefined ? [] : text.split("."));
}

export function writeOpen(steps: ReadonlySet<string>): string | undefined {
  return steps.size === 0 ? undefined : [...steps].join(".");
}
