import { Bell, type ClaimedRun, Failure, toFailure } from "@lockstep/model";

import type { ExecuteOptions } from "./execute-options.ts";

interface Held {
  readonly controller: AbortController;
  /** When the lease ends by our own clock. */
  leaseEndsAt: number;
}

interface Renewal {
  readonly cancelRequested: boolean;
  readonly hasReplies: boolean;
}

/** How often leases are renewed at most; also how soon a cancellation is noticed. */
const longestBeatMs = 500;

/** The runs that this process executes right now, and the leases on them. */
export class HeldRuns {
  readonly #options: ExecuteOptions;
  readonly #onEnd: () => void;
  readonly #held = new Map<string, Held>();
  readonly #changed: Bell;
  #stopBeat: (() => void) | null = null;

  constructor(options: ExecuteOptions, onEnd: () => void) {
    this.#options = options;
    this.#onEnd = onEnd;
    this.#changed = new Bell(options.timer);
  }

  get size(): number {
    return this.#held.size;
  }

  /** Executes a run and keeps its lease; resolves when this process has nothing more to do with it. Never rejects. */
  hold(claimed: ClaimedRun): Promise<void> {
    const held = { controller: new AbortController(), leaseEndsAt: this.#leaseFromNow() };
    this.#held.set(claimed.run.id, held);
    this.#beatLater();
    return this.#execute(claimed, held);
  }

  /** Waits for all to end, at most so long; then aborts what is left and gives it back. */
  async drain(graceMs: number): Promise<void> {
    const graceEndsAt = this.#options.clock.now() + graceMs;
    while (this.size > 0 && this.#options.clock.now() < graceEndsAt)
      await this.#changed.wait(graceEndsAt - this.#options.clock.now());
    const left = await this.#abortAll();
    this.#stopBeat?.();
    if (left.length > 0) await this.#options.runs.release(this.#options.holder, left);
  }

  /** Ids of what had to be aborted, claims included that were under way when the grace ended. */
  async #abortAll(): Promise<readonly string[]> {
    const aborted = new Set<string>();
    while (this.size > 0) {
      for (const id of this.#held.keys()) {
        aborted.add(id);
        this.#abort(id, new Failure("shutting-down", "The process is stopping."));
      }
      await this.#changed.wait(longestBeatMs);
    }
    return [...aborted];
  }

  async #execute(claimed: ClaimedRun, held: Held): Promise<void> {
    const { id } = claimed.run;
    try {
      await this.#options.execute(claimed, held.controller.signal);
    } catch (thrown) {
      // The run is not given back: its lease runs out instead, so that a run that cannot be executed is not spun on.
      if (!held.controller.signal.aborted) this.#options.onFault(toFailure(thrown), id);
    }
    if (this.#held.get(id) === held) this.#held.delete(id);
    this.#changed.ring();
    this.#onEnd();
  }

  #beatLater(): void {
    if (this.#stopBeat !== null) return;
    const { timer, leaseMs } = this.#options;
    this.#stopBeat = timer.after(Math.min(longestBeatMs, leaseMs / 3), () => {
      void this.#beat();
    });
  }

  async #beat(): Promise<void> {
    if (this.size > 0) await this.#renew();
    this.#stopBeat = null;
    if (this.size > 0) this.#beatLater();
  }

  async #renew(): Promise<void> {
    const { runs, holder, leaseMs, onFault } = this.#options;
    const asked = new Map(this.#held);
    const leaseEndsAt = this.#leaseFromNow();
    try {
      const ours = await runs.renew(holder, [...asked.keys()], leaseMs);
      for (const [id, held] of asked) this.#heed(id, { held, leaseEndsAt, renewal: ours.get(id) });
    } catch (thrown) {
      onFault(toFailure(thrown), null);
      this.#dropExpired();
    }
  }

  #heed(id: string, answer: { held: Held; leaseEndsAt: number; renewal: Renewal | undefined }): void {
    const { held, leaseEndsAt, renewal } = answer;
    if (this.#held.get(id) !== held) return;
    if (renewal === undefined) return this.#abort(id, lost);
    held.leaseEndsAt = leaseEndsAt;
    if (renewal.cancelRequested) this.#abort(id, new Failure("cancelled", "Somebody cancelled the run."));
    else if (renewal.hasReplies) this.#options.onReplies(id);
  }

  /** While the store does not answer, others may take over what we can no longer prove to be ours. */
  #dropExpired(): void {
    const now = this.#options.clock.now();
    for (const [id, { leaseEndsAt }] of this.#held) if (leaseEndsAt <= now) this.#abort(id, lost);
  }

  #abort(id: string, reason: Failure): void {
    this.#held.get(id)?.controller.abort(reason);
  }

  #leaseFromNow(): number {
    return this.#options.clock.now() + this.#options.leaseMs;
  }
}

const lost = new Failure("fenced", "Another process has taken the run over.");
