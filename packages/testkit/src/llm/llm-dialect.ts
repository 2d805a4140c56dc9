import type { LlmAnswer } from "./llm-answer.ts";

type Answered = Extract<LlmAnswer, { does: "answer" }>;

/** How one protocol says things: the whole answer, and the events of a stream. */
export interface LlmDialect {
  whole(answer: Answered): object;
  begin(): readonly string[];
  piece(text: string): string;
  end(answer: Answered): readonly string[];
  error(code: string, reason: string): string;
}

const model = "fake-model-1";

const openai: LlmDialect = {
  whole: (answer) => ({
    id: "chatcmpl-1",
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: answer.text },
        finish_reason: answer.stopReason ?? "stop",
      },
    ],
    usage: openaiUsage(answer),
  }),
  begin: () => [data({ model, choices: [{ index: 0, delta: { role: "assistant", content: "" } }] })],
  piece: (content) => data({ model, choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  end: (answer) => [
    data({ model, choices: [{ index: 0, delta: {}, finish_reason: answer.stopReason ?? "stop" }] }),
    data({ model, choices: [], usage: openaiUsage(answer) }),
    "data: [DONE]\n\n",
  ],
  error: (code, message) => data({ error: { code, message } }),
};

const anthropic: LlmDialect = {
  whole: (answer) => ({
    id: "msg_1",
    type: "message",
    model,
    content: [{ type: "text", text: answer.text }],
    stop_reason: answer.stopReason ?? "end_turn",
    usage: { input_tokens: answer.inputTokens ?? 10, output_tokens: answer.outputTokens ?? 5 },
  }),
  begin: () => [
    event("message_start", { message: { model, usage: { input_tokens: 10, output_tokens: 1 } } }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    event("ping", {}),
  ],
  piece: (text) => event("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
  end: ({ stopReason = "end_turn", outputTokens = 5 }) => [
    event("content_block_stop", { index: 0 }),
    event("message_delta", { delta: { stop_reason: stopReason }, usage: { output_tokens: outputTokens } }),
    event("message_stop", {}),
  ],
  error: (type, message) => event("error", { error: { type, message } }),
};

/** By the path that a protocol asks for. */
export const llmDialects: Readonly<Record<string, LlmDialect>> = {
  "/v1/chat/completions": openai,
  "/v1/messages": anthropic,
};

function openaiUsage({ inputTokens = 10, outputTokens = 5 }: Answered): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
