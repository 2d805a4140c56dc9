import { Failure, type Token } from "@lockstep/model";

import { isVisible } from "../access/environment-filter.ts";
import { assertReach } from "../access/scope.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadVisibleRun } from "../runs/load-visible-run.ts";
import { chooseStart } from "../streams/choose-start.ts";
import { createOrgSource } from "../streams/org-source.ts";
import { beginning, parsePosition } from "../streams/run-position.ts";
import { createRunSource } from "../streams/run-source.ts";
import type { StreamSource } from "../streams/stream-event.ts";
import type { SubscribeMessage } from "./client-message.ts";
import type { ServerMessage } from "./server-message.ts";

const mostSubscriptions = 100;

/** What one client follows. Each subscription reads on only when the client has taken what it read before. */
export class Subscriptions {
  readonly #deps: RouteDeps;
  readonly #say: (message: ServerMessage) => Promise<void>;
  readonly #open = new Map<string, AbortController>();
  #hasEnded = false;

  constructor(deps: RouteDeps, say: (message: ServerMessage) => Promise<void>) {
    this.#deps = deps;
    this.#say = say;
  }

  /** Failures: `conflict`, `limit-exceeded`, `not-found`, `forbidden`, `invalid-input`. */
  async add(token: Token, message: SubscribeMessage): Promise<void> {
    const { subscription } = message;
    if (this.#open.has(subscription)) {
      throw new Failure("conflict", "There is a subscription of this name; unsubscribe it first.");
    }
    if (this.#open.size >= mostSubscriptions) {
      throw new Failure("limit-exceeded", `A connection has at most ${mostSubscriptions} subscriptions.`);
    }
    const controller = new AbortController();
    const source = await this.#sourceOf(token, message, controller.signal);
    if (this.#hasEnded) return controller.abort();
    this.#open.set(subscription, controller);
    await this.#say({ type: "subscribed", subscription });
    void this.#follow(subscription, source, controller);
  }

  end(subscription: string): void {
    this.#open.get(subscription)?.abort();
    this.#open.delete(subscription);
  }

  /** Ends them for good: what is being added is not followed either. */
  endAll(): void {
    this.#hasEnded = true;
    for (const controller of this.#open.values()) controller.abort();
    this.#open.clear();
  }

  async #follow(subscription: string, source: StreamSource, controller: AbortController): Promise<void> {
    const { signal } = controller;
    try {
      for (;;) {
        const events = await source.read(this.#deps.settings.heartbeatMs);
        if (signal.aborted) return;
        if (events === null) break;
        for (const event of events) await this.#say({ type: "event", subscription, event });
      }
      await this.#say({ type: "ended", subscription });
    } catch {
      // The client subscribes again and names the last event it saw.
      const detail = "The stream broke off; subscribe again after the last event seen.";
      await this.#say({ type: "error", subscription, code: "STREAM_BROKEN", detail });
    }
    if (this.#open.get(subscription) === controller) this.#open.delete(subscription);
  }

  async #sourceOf(token: Token, message: SubscribeMessage, ended: AbortSignal): Promise<StreamSource> {
    const { run: id, environment, all, after } = message;
    if ([id, environment, all].filter((one) => one !== undefined).length !== 1) {
      throw new Failure("invalid-input", "Subscribe to one of `run`, `environment` or `all`.");
    }
    if (id !== undefined) return this.#runSource(token, { ...message, run: id }, ended);
    if (environment !== undefined) assertReach(token, environment);
    return createOrgSource({
      tail: this.#deps.tail,
      after: await chooseStart(this.#deps.store, after),
      isWanted: (event) =>
        isVisible(token, event) && (environment === undefined || event.environment === environment),
      ended,
    });
  }

  async #runSource(
    token: Token,
    message: SubscribeMessage & { readonly run: string },
    ended: AbortSignal,
  ): Promise<StreamSource> {
    const { store, watch } = this.#deps;
    const { run: id, after, logs, step = null, level = [] } = message;
    return createRunSource({
      runs: store.runs,
      watch,
      run: await loadVisibleRun(this.#deps, token, id),
      after: after === undefined ? beginning : parsePosition(after),
      step,
      logs: logs === "all" ? { levels: level } : null,
      ended,
    });
  }
}
