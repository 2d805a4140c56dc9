export type Channel = "hint" | "run" | "event";

/** Wakes other parts of Lockstep, in this process or another. Only a hint: never relied on. */
export interface Signals {
  notify(channel: Channel): Promise<void>;
  /** Returns how to stop listening. */
  listen(channel: Channel, listener: () => void): () => void;
}
