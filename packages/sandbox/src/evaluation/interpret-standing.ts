import type { Evaluation, Verdict } from "./evaluate.ts";

/** What the prelude's last word, `kind:rest`, means; null is none at all. */
export function interpretStanding(standing: string | null, evaluation: Evaluation): Verdict {
  const { memoryBytes, outputCharacters } = evaluation;
  if (standing === null)
    return failed("execution", `The code ran out of memory (${megabytes(memoryBytes)}) or of stack.`);
  const [kind = ""] = standing.split(":", 1);
  const rest = standing.slice(kind.length + 1);
  switch (kind) {
    case "value":
      return { ok: true, text: rest };
    case "large":
      return failed(
        "execution",
        `The result has ${rest} characters of JSON; ${outputCharacters} are allowed.`,
      );
    case "unfit":
      return failed("validation", `The result is not JSON: ${rest}.`);
    case "syntax":
      return failed("validation", `The source does not parse: ${rest}.`);
    case "threw":
      return failed("execution", `The code threw ${rest}${memoryHint(rest, memoryBytes)}.`);
    default:
      return failed(
        "execution",
        "The result is a promise that never settles: in the sandbox nothing else happens that could settle it.",
      );
  }
}

function memoryHint(what: string, memoryBytes: number): string {
  return what === "InternalError: out of memory" ? ` (memoryMb allows ${megabytes(memoryBytes)})` : "";
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}

function failed(type: Extract<Verdict, { ok: false }>["type"], message: string): Verdict {
  return { ok: false, type, message };
}
