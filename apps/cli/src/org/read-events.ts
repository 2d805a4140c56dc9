import type { Json } from "@lockstep/model";

/** One server-sent event of the API. */
export interface SentEvent {
  /** `null` is passing: nobody can go on behind it. */
  readonly id: string | null;
  readonly name: string;
  readonly at: string;
  readonly body: { readonly [name: string]: Json };
}

/** The events in a stream of text, as they come in; comments and what has no data are skipped. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<SentEvent, void> {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data: "))
        .map((line) => line.slice("data: ".length))
        .join("\n");
      if (data !== "") yield JSON.parse(data) as SentEvent;
    }
  }
}
