/** Thrown by {@link StepBudget.spend} when nothing is left. */
export class BudgetExceeded extends Error {
  override readonly name = "BudgetExceeded";
}

/** How many references one validation may follow: two references in each of 30 definitions are 2³⁰ otherwise. */
const mostSteps = 300_000;

/** Counts what a validation does, so that a small schema cannot make it endless. */
export class StepBudget {
  #left = mostSteps;

  refill(): void {
    this.#left = mostSteps;
  }

  spend(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new BudgetExceeded("its references multiply without bound");
  }
}
