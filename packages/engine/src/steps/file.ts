import { Failure, type Json, runFileLimits } from "@lockstep/model";

import { checkPath } from "../files/check-path.ts";
import { formats } from "../files/formats.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepContext, StepExecutor, WithOf } from "./step-executor.ts";

export const file: StepExecutor<"file"> = (parameters, context) => {
  switch (parameters.operation) {
    case "parse":
      return parseText(parameters.content as Json, parameters);
    case "read":
      return readFile(parameters.path ?? "", parameters, context);
    case "write":
      return writeFile(parameters.path ?? "", parameters, context);
  }
};

type Parameters = WithOf<"file">;

/** What PostgreSQL cannot give back as it was. */
const unstorable = /[\0\p{Surrogate}]/u;

function parseText(content: Json, parameters: Parameters): Json {
  if (typeof content !== "string") throw new StepFailure("validation", "Only a text can be parsed.");
  checkSize(content, "The text");
  return formats[parameters.format].parse(content, layoutOf(parameters));
}

async function readFile(path: string, parameters: Parameters, { files }: StepContext): Promise<Json> {
  checkPath(path);
  const text = await files.read(path);
  if (text === null)
    throw new StepFailure("validation", `This run has no file ${path}; a step must write it first.`);
  return formats[parameters.format].parse(text, layoutOf(parameters));
}

async function writeFile(path: string, parameters: Parameters, { files }: StepContext): Promise<Json> {
  checkPath(path);
  const text = formats[parameters.format].write(parameters.content as Json, layoutOf(parameters));
  if (unstorable.test(text))
    throw new StepFailure(
      "validation",
      `The file ${path} would hold U+0000 or half characters; no database keeps those.`,
    );
  const bytes = checkSize(text, `The file ${path}`);
  const outcome = await files.write(path, text);
  switch (outcome) {
    case "written":
      return { path, bytes };
    case "fenced":
      throw new Failure("fenced", "Another runner has taken this run over.");
    case "full":
      throw new StepFailure(
        "execution",
        `The run's storage is full: ${runFileLimits.files} files of ${mebibytes(runFileLimits.runBytes)} together are allowed.`,
      );
  }
}

function checkSize(text: string, what: string): number {
  const bytes = Buffer.byteLength(text);
  if (bytes <= runFileLimits.fileBytes) return bytes;
  const message = `${what} has ${bytes} bytes; ${mebibytes(runFileLimits.fileBytes)} are allowed.`;
  throw new StepFailure("execution", message);
}

function layoutOf({ delimiter = ",", header = true }: Parameters) {
  return { delimiter, header };
}

function mebibytes(bytes: number): string {
  return `${bytes / 2 ** 20} MiB`;
}
