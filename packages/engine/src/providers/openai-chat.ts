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
    ...options,
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...definedIn({ temperature, top_p: topP, max_tokens: maxTokens, stop }),
    ...(schema === null ? {} : { response_format: formatOf(schema) }),
    ...(isStreamed ? { stream: true, stream_options: { include_usage: true } } : {}),
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
  const text = textIn(content);
  refuseRefusal(textIn(refusal), text);
  return completionOf({
    text,
    model: textIn(model),
    stopReason: textIn(stopReason),
    tokens: tokensOf(usage),
  });
}

function completionOf(given: Omit<Completion, "isCutOff">): Completion {
  return { ...given, isCutOff: given.stopReason === "length" };
}

function tokensOf(usage: Json | undefined): Tokens {
  const { prompt_tokens: input, completion_tokens: output } = objectIn(usage);
  return { inputTokens: countIn(input), outputTokens: countIn(output) };
}

function refuseRefusal(refusal: string, text: string): void {
  if (refusal !== "" && text === "") throw new StepFailure("provider", "The model refused to answer.");
}

function createReader(): CompletionReader {
  let draft = { text: "", model: "", stopReason: "", tokens: { inputTokens: 0, outputTokens: 0 } };
  let refusal = "";
  let isComplete = false;

  function acceptChunk(chunk: JsonObject): string {
    const { choices, model, usage } = chunk;
    const { delta, finish_reason: stopReason } = objectIn(listIn(choices)[0]);
    const added = textIn(objectIn(delta)["content"]);
    refusal += textIn(objectIn(delta)["refusal"]);
    draft = {
      text: draft.text + added,
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
    completion() {
      refuseRefusal(refusal, draft.text);
      return completionOf(draft);
    },
  };
}
