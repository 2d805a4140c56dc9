import type { ClientSocket } from "../sockets/client-socket.ts";

/** A client whose reading the test controls. */
export function heldSocket() {
  const waiting: (() => void)[] = [];
  const sent: string[] = [];
  let closedWith: number | null = null;
  let onChange: () => void = () => undefined;
  let isTerminated = false;
  const socket: ClientSocket = {
    send: (text) => {
      sent.push(text);
      onChange();
      return new Promise((resolve) => waiting.push(resolve));
    },
    ping: () => undefined,
    close: (code) => {
      closedWith ??= code;
      onChange();
    },
    terminate: () => {
      isTerminated = true;
      onChange();
    },
  };
  return {
    socket,
    sent,
    read: () => waiting.shift()?.(),
    closedWith: () => closedWith,
    isTerminated: () => isTerminated,
    until: async (condition: () => boolean) => {
      while (!condition()) await new Promise<void>((resolve) => (onChange = resolve));
    },
  };
}
