import { longestPiece, type StepStreams, type StreamPiece, type Timer } from "@lockstep/model";

import type { StreamRedactor } from "../redaction.ts";
import type { AnswerWriter } from "../steps/step-executor.ts";

/** How often pieces are published at most. */
const beatMs = 100;
/** Most pieces of one beat. */
const piecesPerBeat = 4;
/** Most characters that wait for their beat; older ones are dropped for newer ones. */
const mostWaiting = 16 * longestPiece;

export interface AnswerPublisherOptions {
  readonly streams: StepStreams;
  readonly timer: Timer;
  readonly redactor: StreamRedactor;
  /** What every piece says of where it comes from. */
  readonly origin: Omit<StreamPiece, "offset" | "text">;
}

/** Publishes an answer in pieces of bounded size at a bounded rate, without what is secret in it. */
export class AnswerPublisher implements AnswerWriter {
  readonly #options: AnswerPublisherOptions;
  #waiting = "";
  #offset = 0;
  #stopBeat: (() => void) | null = null;

  constructor(options: AnswerPublisherOptions) {
    this.#options = options;
  }

  write(text: string): void {
    if (text === "") return;
    this.#add(this.#options.redactor.push(text));
    if (this.#stopBeat === null) this.#beat();
  }

  end(): void {
    this.#add(this.#options.redactor.end());
    this.#stopBeat?.();
    this.#stopBeat = null;
    while (this.#waiting !== "") this.#publishPiece();
  }

  #add(text: string): void {
    this.#waiting += text;
    const dropped = Math.max(0, this.#waiting.length - mostWaiting);
    this.#offset += dropped;
    this.#waiting = this.#waiting.slice(dropped);
  }

  /** Publishes now what waits, and what comes meanwhile at the next beat. */
  #beat(): void {
    this.#stopBeat = null;
    if (this.#waiting === "") return;
    for (let count = 0; count < piecesPerBeat && this.#waiting !== ""; count += 1) this.#publishPiece();
    this.#stopBeat = this.#options.timer.after(beatMs, () => {
      this.#beat();
    });
  }

  #publishPiece(): void {
    const text = this.#waiting.slice(0, longestPiece);
    const { streams, origin } = this.#options;
    streams.publish({ ...origin, offset: this.#offset, text });
    this.#offset += text.length;
    this.#waiting = this.#waiting.slice(text.length);
  }
}
