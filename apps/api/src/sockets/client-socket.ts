/** One WebSocket, as far as a session uses it. */
export interface ClientSocket {
  /** Resolves when the network took it: a client that does not read lets nobody go on. */
  send(text: string): Promise<void>;
  /** Asks for a sign of life. */
  ping(): void;
  close(code: number, reason: string): void;
  /** Cuts the connection off. */
  terminate(): void;
}

/** Why the server closes a WebSocket. 4000 to 4999 are ours by RFC 6455. */
export const closeCodes = {
  stopping: 1001,
  tooMuch: 1008,
  unauthenticated: 4401,
  noToken: 4408,
} as const;
