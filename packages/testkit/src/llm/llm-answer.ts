/** What the fake does with one request. */
export type LlmAnswer =
  /** Answers, in as many pieces when it is asked to stream. */
  | {
      readonly does: "answer";
      readonly text: string;
      readonly pieces?: number;
      readonly stopReason?: string;
      readonly inputTokens?: number;
      readonly outputTokens?: number;
    }
  /** Streams a text and then says nothing more, without ending. */
  | { readonly does: "stall"; readonly text: string }
  /** Streams a text and then cuts the connection. */
  | { readonly does: "break-off"; readonly text: string }
  /** Streams a text and then ends the response as if it were complete, without saying so. */
  | { readonly does: "end-early"; readonly text: string }
  /** Streams a text and then an error event. */
  | { readonly does: "give-up"; readonly text: string; readonly code: string; readonly reason: string }
  /** Answers with a status, headers and a body of its own. */
  | {
      readonly does: "respond";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    };
