import { createParser } from "eventsource-parser";

import type { LiveEvent, StreamMessage, StreamState } from "./stream-state.ts";

export interface FollowOptions {
  readonly url: string;
  readonly tell: (message: StreamMessage) => void;
  readonly fetch?: typeof fetch;
  /** Without a byte for this long a connection is taken for dead. */
  readonly silenceMs?: number;
  readonly firstDelayMs?: number;
  readonly longestDelayMs?: number;
}

/** How long an answer may take before somebody who asks for it makes another connection. */
const patienceMs = 5_000;

/** A followed stream. */
export interface Following {
  state(): StreamState;
  /** Connects at once instead of waiting: the network is back, the machine woke up, somebody logged in. */
  wake(): void;
  stop(): void;
}

/**
 * Follows `/events` behind the last id that was seen, for as long as it is wanted: connections that break or fall silent
 * are made anew with growing delays. 401 and 403 end it until `wake`.
 */
export function followEvents(options: FollowOptions): Following {
  const { url, tell, silenceMs = 40_000, firstDelayMs = 500, longestDelayMs = 15_000 } = options;
  let current: StreamState = { state: "connecting", since: Date.now(), heardAt: null };
  let lastId: string | null = null;
  let askedAt = 0;
  let failures = 0;
  let isOver = false;
  let connection: AbortController | null = null;
  let delay: ReturnType<typeof setTimeout> | null = null;
  let silence: ReturnType<typeof setTimeout> | null = null;

  void connect();
  return {
    state: () => current,
    wake() {
      if (isOver || isWell()) return;
      failures = 0;
      if (current.state === "live") become("reconnecting");
      void connect();
    },
    stop() {
      isOver = true;
      drop();
      become("stopped");
    },
  };

  async function connect() {
    drop();
    const mine = new AbortController();
    connection = mine;
    askedAt = Date.now();
    watchSilence(mine);
    if (current.state === "stopped") become("connecting");
    try {
      const response = await (options.fetch ?? fetch)(url, {
        credentials: "same-origin",
        headers: { Accept: "text/event-stream", ...(lastId === null ? {} : { "Last-Event-ID": lastId }) },
        signal: mine.signal,
      });
      if (response.status === 401 || response.status === 403) return end(mine, response.status);
      if (!response.ok || response.body === null) throw new Error(`The server answered ${response.status}.`);
      const wasLost = current.state === "reconnecting" && lastId === null;
      failures = 0;
      become("live");
      if (wasLost) tell({ type: "gap" });
      await readAll(response.body, mine);
      retry(mine);
    } catch {
      retry(mine);
    }
  }

  async function readAll(body: ReadableStream<Uint8Array>, mine: AbortController) {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: ({ id, data }) => {
        const event = parseEvent(data);
        if (event === null) return;
        if (id !== undefined) lastId = id;
        tell({ type: "event", event: { ...event, id: id ?? null } });
      },
    });
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || connection !== mine) return;
      watchSilence(mine);
      hear();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  /** Refused: asking again would only be refused again. */
  function end(mine: AbortController, status: number) {
    if (connection !== mine) return;
    drop();
    become("stopped");
    if (status === 401) tell({ type: "logged-out" });
  }

  function retry(mine: AbortController) {
    if (connection !== mine || isOver) return;
    drop();
    become("reconnecting");
    const wait = Math.min(firstDelayMs * 2 ** failures, longestDelayMs);
    failures += 1;
    delay = setTimeout(() => void connect(), wait * (0.5 + Math.random() / 2));
  }

  function watchSilence(mine: AbortController) {
    if (silence !== null) clearTimeout(silence);
    silence = setTimeout(() => retry(mine), silenceMs);
  }

  /** Twenty tabs wake it at once: the first makes a connection, the others let it be made. */
  function isWell() {
    if (connection === null) return false;
    const lastSign = current.state === "live" ? (current.heardAt ?? current.since) : askedAt;
    return Date.now() - lastSign <= (current.state === "live" ? silenceMs : patienceMs);
  }

  function drop() {
    const old = connection;
    connection = null;
    if (delay !== null) clearTimeout(delay);
    if (silence !== null) clearTimeout(silence);
    old?.abort();
  }

  function become(state: StreamState["state"]) {
    const now = Date.now();
    const heardAt = state === "live" ? now : current.heardAt;
    current = { state, since: state === current.state ? current.since : now, heardAt };
    tell({ type: "state", state: current });
  }

  function hear() {
    current = { ...current, heardAt: Date.now() };
    tell({ type: "state", state: current });
  }
}

function parseEvent(data: string): LiveEvent | null {
  try {
    return JSON.parse(data) as LiveEvent;
  } catch {
    return null;
  }
}
