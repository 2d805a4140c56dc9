import { Failure, type Token, toFailure } from "@lockstep/model";

import { loadToken } from "../access/authenticate.ts";
import { isLive } from "../access/live-token.ts";
import { mayGoOn } from "../access/may-go-on.ts";
import { assertRole } from "../access/scope.ts";
import { toProblemDocument } from "../problems/to-problem-document.ts";
import type { RouteDeps } from "../route-deps.ts";
import { answerApproval } from "../runs/answer-approval.ts";
import { loadVisibleRun } from "../runs/load-visible-run.ts";
import { type AnswerMessage, type ClientMessage, parseClientMessage } from "./client-message.ts";
import { type ClientSocket, closeCodes } from "./client-socket.ts";
import type { ServerMessage } from "./server-message.ts";
import { Subscriptions } from "./subscriptions.ts";

export interface SessionOptions {
  /** How long a client may take to send its token. */
  readonly helloMs: number;
  readonly requestId: string;
}

/** Messages that may wait while earlier ones are answered. */
const longestQueue = 64;

/**
 * One client on a WebSocket. Messages are answered one after the other, and the token is looked up again for each; its
 * end closes the connection.
 */
export class SocketSession {
  readonly #deps: RouteDeps;
  readonly #socket: ClientSocket;
  readonly #options: SessionOptions;
  readonly #subscriptions: Subscriptions;
  readonly #stops: (() => void)[] = [];
  #token: Token | null = null;
  #queued = 0;
  #work: Promise<void> = Promise.resolve();
  #isAlive = true;
  #isClosed = false;

  constructor(deps: RouteDeps, socket: ClientSocket, options: SessionOptions) {
    this.#deps = deps;
    this.#socket = socket;
    this.#options = options;
    this.#subscriptions = new Subscriptions(deps, (message) => this.#say(message));
    const hello = setTimeout(() => {
      if (this.#token === null) socket.close(closeCodes.noToken, "no token came in time");
    }, options.helloMs);
    this.#stops.push(() => clearTimeout(hello));
  }

  /** Takes a message; whoever sends more than can be answered is cut off. */
  receive(text: string): void {
    if (this.#queued >= longestQueue) {
      this.#socket.close(closeCodes.tooMuch, "too many messages at once");
      return;
    }
    this.#queued += 1;
    this.#work = this.#answerAfter(this.#work, text);
  }

  /** Notes a sign of life. */
  pong(): void {
    this.#isAlive = true;
  }

  /** The connection is gone: what waits is not answered any more, and what is under way leaves nothing open. */
  close(): void {
    this.#isClosed = true;
    this.#subscriptions.endAll();
    for (const stop of this.#stops.splice(0)) stop();
  }

  async #answerAfter(before: Promise<void>, text: string): Promise<void> {
    await before;
    await this.#answer(text);
    this.#queued -= 1;
  }

  async #answer(text: string): Promise<void> {
    if (this.#isClosed) return;
    let subscription: string | undefined;
    try {
      const message = parseClientMessage(text);
      if ("subscription" in message) ({ subscription } = message);
      await this.#obey(message);
    } catch (thrown) {
      await this.#refuse(toFailure(thrown), subscription);
    }
  }

  async #obey(message: ClientMessage): Promise<void> {
    if (message.type === "hello") return this.#greet(message.token);
    const token = await this.#freshToken();
    assertRole(token, "viewer");
    switch (message.type) {
      case "subscribe":
        return this.#subscriptions.add(token, message);
      case "unsubscribe":
        this.#subscriptions.end(message.subscription);
        return this.#say({ type: "unsubscribed", subscription: message.subscription });
      case "approval.answer":
        return this.#answerApproval(token, message);
      case "ping":
        return this.#say({ type: "pong" });
    }
  }

  async #answerApproval(token: Token, { run, step, item, value }: AnswerMessage): Promise<void> {
    const asking = await loadVisibleRun(this.#deps, token, run);
    await answerApproval(this.#deps, token, { run: asking, step, item, value });
    await this.#say({ type: "approval.answered", run, step, ...(item === undefined ? {} : { item }) });
  }

  async #greet(secret: string): Promise<void> {
    if (this.#token !== null) throw new Failure("conflict", "The token was sent before.");
    const token = await loadToken(this.#deps, secret);
    if (this.#isClosed) return;
    this.#token = token;
    this.#watch(token);
    const { name, role, environments } = token;
    await this.#say({ type: "ready", name, role, environments });
  }

  /** Closes the connection when the token ends, the API stops, or the client is gone. */
  #watch(token: Token): void {
    const { streams, settings, closing } = this.#deps;
    const { ended, end } = streams.open(token.id);
    const close = (): void => {
      if (closing.aborted) this.#socket.close(closeCodes.stopping, "the server is stopping");
      else this.#socket.close(closeCodes.unauthenticated, "the token has ended");
    };
    ended.addEventListener("abort", close, { once: true });
    const heartbeat = setInterval(() => void this.#beat(token), settings.heartbeatMs);
    this.#stops.push(
      () => ended.removeEventListener("abort", close),
      end,
      () => clearInterval(heartbeat),
    );
  }

  async #beat(token: Token): Promise<void> {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#socket.ping();
    // A database that does not answer ends nothing; the next heartbeat asks again.
    const isLive = await mayGoOn(this.#deps.store, token).catch(() => true);
    if (!isLive) this.#socket.close(closeCodes.unauthenticated, "the token has ended");
  }

  async #freshToken(): Promise<Token> {
    const token =
      this.#token === null ? null : await this.#deps.store.tokens.loadByDigest(this.#token.digest);
    if (token !== null && (await isLive(this.#deps.store, token))) return token;
    throw new Failure("unauthenticated", "The first message carries a live token: `hello`.");
  }

  async #refuse(failure: Failure, subscription: string | undefined): Promise<void> {
    const { code, detail, errors } = toProblemDocument(failure, this.#options.requestId);
    await this.#say({
      type: "error",
      ...(subscription === undefined ? {} : { subscription }),
      code,
      detail,
      ...(errors === undefined ? {} : { errors }),
    });
    if (failure.kind === "unauthenticated") this.#socket.close(closeCodes.unauthenticated, "no live token");
  }

  #say(message: ServerMessage): Promise<void> {
    return this.#socket.send(JSON.stringify(message));
  }
}
