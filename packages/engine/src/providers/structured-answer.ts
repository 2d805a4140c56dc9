import type { InputError, Json, JsonSchema } from "@lockstep/model";

import { schemaOf } from "../running/check-shape.ts";
import { StepFailure } from "../step-failure.ts";
import type { ChatMessage, Completion } from "./chat-protocol.ts";

type Reading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly errors: readonly InputError[] };

/** Most errors that a model is told of. */
const mostErrors = 20;

/** What tells a model to answer in a shape, last in its system prompt: not every provider has a field for it. */
export function shapeInstruction(schema: JsonSchema): ChatMessage {
  const content = `Answer with exactly one JSON value and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
  return { role: "system", content };
}

/**
 * An answer that fits a schema: what `ask` gives, repaired once by telling the model what is wrong with it.
 * StepFailure: `validation` when the repaired one does not fit either, or when the schema cannot be used.
 */
export async function structuredAnswer(
  schema: JsonSchema,
  messages: readonly ChatMessage[],
  ask: (messages: readonly ChatMessage[]) => Promise<Completion>,
): Promise<Json> {
  const read = readerOf(schema);
  const first = await ask(messages);
  const reading = read(first.text);
  if (reading.ok) return reading.value;
  if (first.isCutOff) throw misfit("The answer was cut off at `maxTokens`", reading.errors);
  const second = await ask([...messages, ...repairRequest(first.text, reading.errors)]);
  const repaired = read(second.text);
  if (repaired.ok) return repaired.value;
  throw misfit("The answer does not fit `responseSchema`, nor does its repair", repaired.errors);
}

function readerOf(schema: JsonSchema): (text: string) => Reading {
  const compiled = schemaOf(schema);
  if (!compiled.ok) throw misfit("`responseSchema` cannot be used", compiled.errors);
  return (text) => {
    const value = parseLoosely(text);
    if (value === undefined) return { ok: false, errors: [{ path: "", message: "is not JSON" }] };
    return compiled.validate(value);
  };
}

function parseLoosely(text: string): Json | undefined {
  try {
    return JSON.parse(withoutFence(text.trim())) as Json;
  } catch {
    return undefined;
  }
}

const fence = "```";

/** Models wrap JSON in a code fence whatever they are told. */
function withoutFence(text: string): string {
  const isFenced = text.startsWith(fence) && text.endsWith(fence) && text.includes("\n");
  return isFenced ? text.slice(text.indexOf("\n"), -fence.length) : text;
}

function repairRequest(answer: string, errors: readonly InputError[]): readonly ChatMessage[] {
  const list = errors
    .slice(0, mostErrors)
    .map(({ path, message }) => `- ${nameOf(path)} ${message}`)
    .join("\n");
  const content = `That answer does not fit the schema:\n${list}\nAnswer again, with the corrected JSON value and nothing else.`;
  return [
    // Providers refuse empty messages.
    { role: "assistant", content: answer === "" ? "(no answer)" : answer },
    { role: "user", content },
  ];
}

function misfit(what: string, errors: readonly InputError[]): StepFailure {
  const [first] = errors;
  const why = first === undefined ? "" : `: ${nameOf(first.path)} ${first.message}`;
  const details = { errors: errors.slice(0, mostErrors).map(({ path, message }) => ({ path, message })) };
  return new StepFailure("validation", `${what}${why}.`, { details });
}

function nameOf(path: string): string {
  return path === "" ? "the value" : path;
}
