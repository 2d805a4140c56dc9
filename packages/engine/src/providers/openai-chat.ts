import type { Json, JsonObject, JsonSchema } from "@lockstep/model";

import type { ServerSentEvent } from "../http/server-sent-events.ts";
import { StepFailure } from "../step-failure.ts";
import type { ChatProtocol, ChatRequest, Completion, CompletionReader, Tokens } from "./chat-protocol.ts";
import { failureInAnswer } from "./provider-failure.ts";
import { countIn, definedIn, listIn, objectIn, parseAnswer, textIn } from "./read-json.ts";

/** Chat completions as OpenAI, and most servers that host models, speak them. */
export const openaiChat: ChatProtocol = {
  path: "/chat/completions",
  authorize: authorizeBearer,
  bodyOf,
  readAnswer,
  createReader,
};

export function authorizeBearer(apiKey: string | undefined): Readonly<Record<string, string>> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

function bodyOf(request: ChatRequest): JsonObject {
  const { model, messages, temperature, topP, maxTokens, stop, schema, isStreamed, options } = request;
  return {
    // What not every server understands may be replaced.
    ...(schema === null ? {} : { response_format: formatOf(schema) }),
    ...(isStreamed ? { stream_options: { include_usage: true } } : {}),
    ...options,
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...definedIn({ temperature, top_p: topP, max_tokens: maxTokens, stop }),
    ...(isStreamed ? { stream: true } : {}),
  };
}

/** Not `strict`: that allows only a part of JSON Schema. */
function formatOf(schema: JsonSchema): JsonObject {
  return { type: "json_schema", json_schema: { name: "answer", strict: false, schema: schema as Json } };
}

function readAnswer(answer: Json): Completion {
  const { choices, model, usage } = objectIn(answer);
  const [choice] = listIn(choices);
  if (choice === undefined) throw new StepFailure("provider", "The provider's answer holds no choice.");
  const { message, finish_reason: stopReason } = objectIn(choice);
  const { content, refusal } = objectIn(message);
  return completionOf({
    text: textIn(content),
    refusal: textIn(refusal),
    model: textIn(model),
    stopReason: textIn(stopReason),
    tokens: tokensOf(usage),
  });
}

type Draft = Omit<Completion, "isCutOff" | "isRefused"> & { readonly refusal: string };

function completionOf({ refusal, ...given }: Draft): Completion {
  const { text, stopReason } = given;
  const isRefused = text === "" && (refusal !== "" || stopReason === "content_filter");
  return { ...given, isCutOff: stopReason === "length", isRefused };
}

function tokensOf(usage: Json | undefined): Tokens {
  const { prompt_tokens: input, completion_tokens: output } = objectIn(usage);
  return { inputTokens: countIn(input), outputTokens: countIn(output) };
}

function createReader(): CompletionReader {
  const tokens = { inputTokens: 0, outputTokens: 0 };
  let draft: Draft = { text: "", refusal: "", model: "", stopReason: "", tokens };
  let isComplete = false;

  function acceptChunk(chunk: JsonObject): string {
    const { choices, model, usage } = chunk;
    const { delta, finish_reason: stopReason } = objectIn(listIn(choices)[0]);
    const added = textIn(objectIn(delta)["content"]);
    draft = {
      text: draft.text + added,
      refusal: draft.refusal + textIn(objectIn(delta)["refusal"]),
      model: textIn(model) || draft.model,
      stopReason: textIn(stopReason) || draft.stopReason,
      tokens: usage === undefined || usage === null ? draft.tokens : tokensOf(usage),
    };
    isComplete ||= draft.stopReason !== "";
    return added;
  }

  return {
    accept({ data }: ServerSentEvent) {
      if (data === "[DONE]") {
        isComplete = true;
        return "";
      }
      const chunk = objectIn(parseAnswer(data));
      if (chunk["error"] !== undefined && chunk["error"] !== null) throw failureInAnswer(chunk);
      return acceptChunk(chunk);
    },
    get isComplete() {
      return isComplete;
    },
    get tokens() {
      return draft.tokens;
    },
    completion: () => completionOf(draft),
  };
}
