import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { WithOf } from "../steps/step-executor.ts";
import { type CsvLayout, parseCsv, writeCsv } from "./csv.ts";

interface Format {
  parse(text: string, layout: CsvLayout): Json;
  write(content: Json, layout: CsvLayout): string;
}

/** How each format is read and written; what does not fit fails as `validation`. */
export const formats: Readonly<Record<WithOf<"file">["format"], Format>> = {
  text: {
    parse: (text) => text,
    write(content) {
      if (typeof content === "string") return content;
      throw new StepFailure("validation", "As text only a text can be written; use the format json.");
    },
  },
  json: {
    parse: (text) => parseJson(text, "The text"),
    write: (content) => `${JSON.stringify(content)}\n`,
  },
  jsonl: {
    parse: (text) =>
      text.split("\n").flatMap((line, index) => {
        const isEmpty = line.trim() === "";
        return isEmpty ? [] : [parseJson(line, `Line ${index + 1}`)];
      }),
    write(content) {
      if (Array.isArray(content))
        return (content as readonly Json[]).map((item) => `${JSON.stringify(item)}\n`).join("");
      throw new StepFailure("validation", "As jsonl only a list can be written, one item a line.");
    },
  },
  csv: { parse: parseCsv, write: writeCsv },
};

function parseJson(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new StepFailure("validation", `${what} is not JSON.`, { cause });
  }
}
