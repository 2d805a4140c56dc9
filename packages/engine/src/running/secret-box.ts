import type { Step } from "@lockstep/model";

import { createRedactor, noRedaction, type Redactor } from "../redaction.ts";
import type { ResolvedSecret } from "../steps/step-executor.ts";

/** The secrets of one run: resolved when the first step needs them, redacted from then on. */
export class SecretBox {
  readonly #resolve: () => Promise<readonly ResolvedSecret[]>;
  readonly #hidden = new Set<string>();
  #opening: Promise<readonly ResolvedSecret[]> | null = null;
  secrets: readonly ResolvedSecret[] = [];
  redactor: Redactor = noRedaction;

  constructor(resolve: () => Promise<readonly ResolvedSecret[]>) {
    this.#resolve = resolve;
  }

  /** Resolves the secrets; a failure is not remembered, so that a retry may succeed. */
  async open(): Promise<void> {
    this.#opening ??= this.#resolve();
    try {
      this.secrets = await this.#opening;
      this.hide(...this.secrets.map(({ value }) => value));
    } catch (thrown) {
      this.#opening = null;
      throw thrown;
    }
  }

  /** Redacts values from now on; also ones that steps must not be given. */
  hide(...values: readonly string[]): void {
    const before = this.#hidden.size;
    for (const value of values) this.#hidden.add(value);
    if (this.#hidden.size > before) this.redactor = createRedactor([...this.#hidden]);
  }
}

const mentions = new WeakMap<Step, boolean>();

/** Whether a step's `with` speaks of secrets. */
export function mentionsSecrets(step: Step): boolean {
  let isMentioned = mentions.get(step);
  if (isMentioned === undefined) {
    isMentioned = JSON.stringify(step.with).includes("secrets");
    mentions.set(step, isMentioned);
  }
  return isMentioned;
}
