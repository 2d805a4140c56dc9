import type { Timer } from "./clock.ts";

/** Wakes the one who waits; what rings while nobody waits is remembered until the next wait. */
export class Bell {
  readonly #timer: Timer;
  #isRung = false;
  #wake: (() => void) | null = null;

  constructor(timer: Timer) {
    this.#timer = timer;
  }

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Resolves at the next ring, at once when there was one since the last wait, and after so many milliseconds at the latest. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#isRung) await this.#ringOrTimeout(milliseconds);
    this.#wake = null;
    this.#isRung = false;
  }

  async #ringOrTimeout(milliseconds: number): Promise<void> {
    let stopTimer: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      stopTimer = this.#timer.after(milliseconds, resolve);
    });
    stopTimer();
  }
}
