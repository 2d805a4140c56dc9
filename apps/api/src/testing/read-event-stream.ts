/** What a client of server-sent events sees. */
export interface EventReader {
  /** The next event; comments are skipped. `null` when the stream has ended. */
  next(): Promise<{ readonly id: string | null; readonly name: string; readonly data: unknown } | null>;
  cancel(): Promise<void>;
}

/** Reads server-sent events from a response. */
export function readEventStream(response: Response): EventReader {
  if (response.body === null) throw new Error("the response has no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const event = parseEvent(text.slice(0, end));
          text = text.slice(end + 2);
          if (event !== null) return event;
          continue;
        }
        const { value, done } = await reader.read();
        if (done) return null;
        text += value;
      }
    },
    cancel: () => reader.cancel(),
  };
}

function parseEvent(block: string) {
  const fields = new Map(block.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  const [id, name, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
  if (name === undefined || data === undefined) return null;
  return { id: id ?? null, name, data: JSON.parse(data) as unknown };
}
