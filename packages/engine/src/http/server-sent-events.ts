import { StepFailure } from "../step-failure.ts";

/** One event of a `text/event-stream`, its data lines joined. */
export interface ServerSentEvent {
  readonly name: string;
  readonly data: string;
}

/** Longest event, in characters; a line without an end would fill the memory. */
export const longestEvent = 1_048_576;

const lineEnd = /\r\n|\n|\r/;

/**
 * The events of a body, as the HTML standard says; one that is not finished when the body ends is dropped.
 * StepFailure: `provider` for an event that is too long, those of the body.
 */
export async function* readServerSentEvents(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void> {
  const event = new EventDraft();
  for await (const line of readLines(body)) {
    const finished = event.accept(line);
    if (finished !== null) yield finished;
  }
}

async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    // The line feed that belongs to a final carriage return may come with the next piece.
    const isCut = rest.endsWith("\r");
    const lines = (isCut ? rest.slice(0, -1) : rest).split(lineEnd);
    rest = (lines.pop() ?? "") + (isCut ? "\r" : "");
    requireShort(rest.length);
    yield* lines;
  }
}

class EventDraft {
  #name = "";
  #data: string[] = [];
  #length = 0;

  /** Takes the next line; gives the event that an empty line finishes. */
  accept(line: string): ServerSentEvent | null {
    if (line === "") return this.#finish();
    const [field = "", value = ""] = line.split(/: ?(.*)/s, 2);
    if (field === "event") this.#name = value;
    if (field !== "data") return null;
    this.#length += value.length;
    requireShort(this.#length);
    this.#data.push(value);
    return null;
  }

  #finish(): ServerSentEvent | null {
    const event = { name: this.#name === "" ? "message" : this.#name, data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0;
    this.#name = "";
    this.#data = [];
    this.#length = 0;
    return isEmpty ? null : event;
  }
}

function requireShort(length: number): void {
  if (length > longestEvent)
    throw new StepFailure("provider", `An event of the stream is longer than ${longestEvent} characters.`);
}
