import { Bell, Failure, fromTimestamp, runEvent, type RunTransition, toTimestamp } from "@lockstep/model";

import { advance, type Advance, type Ending } from "../advance/advance.ts";
import type { AttemptStart } from "../advance/draft.ts";
import type { RunEvaluator } from "../advance/run-evaluator.ts";
import { Attempts } from "./attempts.ts";
import { closeLostAttempts } from "./lost-attempts.ts";
import { watched } from "./rehearsal.ts";
import { RunLedger } from "./run-ledger.ts";
import { createRunEvaluator } from "./run-scope.ts";
import type { RunSetting } from "./run-setting.ts";

/** Waits up to this long keep the run with its runner; longer ones park it, holding nothing. */
const longestNapMs = 5_000;

/** Rows from which on loading a journal again costs more than keeping its run for a moment. */
const longJournal = 256;

/** How long a run with a long journal is kept for replies before it is parked. */
const lingerMs = 1_000;

/** Between two looks for replies while the database's clock is behind. */
const clockPauseMs = 50;

/** One run while this runner owns it: from the claim to its end, its parking, or the loss of the claim. */
export class RunExecution {
  readonly #setting: RunSetting;
  readonly #signal: AbortSignal;
  readonly #evaluate: RunEvaluator;
  readonly #ledger: RunLedger;
  readonly #attempts: Attempts;
  readonly #bell: Bell;
  /** Whether an attempt has ended since the last decision. */
  #hasNews = false;
  /** Whether replies have come that were not loaded yet. */
  #hasMail = false;
  /** Whether the run was kept for a while although it could be parked, and nothing came. */
  #hasLingered = false;
  /** Every reply given before this instant is in the journal; in milliseconds, by the database's clock. */
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(setting: RunSetting, signal: AbortSignal) {
    this.#setting = setting;
    this.#signal = signal;
    const evaluator = createRunEvaluator(setting.scope, setting.graph.pipeline);
    this.#evaluate = watched(evaluator, setting.deps.rehearsal);
    this.#bell = new Bell(setting.deps.timer);
    this.#ledger = new RunLedger(setting.claimed, setting.deps.clock);
    this.#attempts = new Attempts(setting, this.#ledger, () => {
      this.#hasNews = true;
      this.#bell.ring();
    });
  }

  /** Resolves when the run ended or waits; rejects with the signal's reason, `fenced`, or a fault of the store. */
  async run(): Promise<void> {
    const ring = (): void => {
      this.#bell.ring();
    };
    this.#signal.addEventListener("abort", ring);
    try {
      this.#closeLost();
      await this.#proceed();
    } finally {
      this.#signal.removeEventListener("abort", ring);
      this.#attempts.abort();
    }
  }

  /** Says that replies came for the run. */
  hear(): void {
    this.#hasMail = true;
    this.#bell.ring();
  }

  #closeLost(): void {
    for (const row of closeLostAttempts(this.#setting.claimed.attempts, this.#now()))
      this.#ledger.record(row, { isUrgent: true });
  }

  async #proceed(): Promise<void> {
    for (;;) {
      if (this.#hasMail) await this.#loadReplies();
      const { next, effects } = this.#decide();
      if (next.ending !== null) return this.#leave(this.#redacted(next.ending));
      if (this.#ledger.isUrgent) {
        await this.#write(null);
        // The write took time in which the claim may have been lost; then nothing more may happen to the world.
        if (this.#isCancelled()) continue;
      }
      const ended = effects.filter((start) => this.#attempts.begin(start, next.steps));
      if (ended.length > 0 || this.#hasNews) continue;
      if (next.listenFor !== null) await this.#listenFor(next.listenFor);
      else if (this.#mayPark(next)) {
        if (!this.#shouldLinger())
          return this.#leave({ to: "waiting", wakeAt: toTimestamp(this.#nextInstant(next)) });
        await this.#bell.wait(lingerMs);
        this.#hasLingered = true;
      } else await this.#bell.wait(Math.max(0, this.#nextInstant(next) - this.#now()));
    }
  }

  /**
   * Decides, executes what touches no world, and decides again until only effects and waiting are left, or enough has
   * happened that it should be written.
   */
  #decide(): { readonly next: Advance; readonly effects: readonly AttemptStart[] } {
    const effects: AttemptStart[] = [];
    this.#hasNews = false;
    for (;;) {
      const next = this.#advance();
      for (const arrival of next.arrivals) this.#attempts.arrive(arrival);
      let ended = next.arrivals.length;
      for (const start of next.starts) {
        const isEffect = this.#hasEffects(start);
        this.#ledger.start(start, { isUrgent: isEffect });
        if (isEffect) effects.push(start);
        else if (this.#attempts.begin(start, next.steps)) ended += 1;
      }
      if (ended === 0) return { next, effects };
      if (next.ending === null && this.#ledger.isFull) {
        this.#hasNews = true;
        return { next, effects };
      }
    }
  }

  /** Time is up for something that a reply may have come for in the last moment. */
  async #listenFor(instant: number): Promise<void> {
    await this.#loadReplies();
    // The database's clock is behind ours: until it has reached the instant, it takes replies.
    if (this.#heardAt < instant) await this.#bell.wait(clockPauseMs);
  }

  async #loadReplies(): Promise<void> {
    const { claimed, deps } = this.#setting;
    this.#hasMail = false;
    this.#hasLingered = false;
    const { at, attempts } = await deps.runs.loadReplies(claimed.run.id);
    this.#heardAt = fromTimestamp(at);
    this.#ledger.hear(attempts);
  }

  #advance(): Advance {
    const { claimed, graph } = this.#setting;
    const { id, deadlineAt, cancelRequested } = claimed.run;
    const isCancelled = this.#isCancelled() || cancelRequested;
    const next = advance({
      graph,
      journal: this.#ledger.journal,
      run: { id, deadlineAt: fromTimestamp(deadlineAt), cancelRequested: isCancelled },
      evaluate: this.#evaluate,
      now: this.#now(),
      heardAt: this.#heardAt,
    });
    for (const row of next.records)
      this.#ledger.record(this.#attempts.metered(row), { isUrgent: row.state === "waiting" });
    return next;
  }

  /** Whether the signal asks for cancellation; any other reason ends this execution at once. */
  #isCancelled(): boolean {
    if (!this.#signal.aborted) return false;
    const reason: unknown = this.#signal.reason;
    if (reason instanceof Failure && reason.kind === "cancelled") return true;
    throw reason instanceof Error ? reason : new Failure("shutting-down", "The runner is stopping.");
  }

  #hasEffects({ step }: AttemptStart): boolean {
    return this.#setting.graph.byId.get(step)?.effects !== "none";
  }

  /** Ten thousand items that each wait for a run would else mean ten thousand times loading ten thousand rows. */
  #shouldLinger(): boolean {
    return !this.#hasLingered && this.#ledger.journal.size >= longJournal;
  }

  #mayPark(next: Advance): boolean {
    return !this.#attempts.isBusy && this.#nextInstant(next) - this.#now() > longestNapMs;
  }

  /** When to look again even if nothing happens: the deadline at the latest. */
  #nextInstant({ wakeAt }: Advance): number {
    const deadline = fromTimestamp(this.#setting.claimed.run.deadlineAt);
    return wakeAt === null ? deadline : Math.min(wakeAt, deadline);
  }

  /** Writes what is left and gives the claim back. */
  #leave(state: Exclude<RunTransition, { to: "running" }>): Promise<void> {
    this.#attempts.abort();
    return this.#write(state);
  }

  #write(state: Exclude<RunTransition, { to: "running" }> | null): Promise<void> {
    const events = state === null ? [] : [runEvent(this.#setting.claimed.run, state)];
    return this.#setting.writer.write(this.#ledger.take(state, events));
  }

  #redacted(ending: Ending): Ending {
    const { redactor } = this.#attempts.box;
    if (ending.to === "completed") return { ...ending, output: redactor.json(ending.output) };
    return { ...ending, error: redactor.error(ending.error) };
  }

  #now(): number {
    return this.#setting.deps.clock.now();
  }
}
