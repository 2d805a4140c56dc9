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
      for (const { value } of this.secrets) this.hide(value);
    } catch (thrown) {
      this.#opening = null;
      throw thrown;
    }
  }

  /** Redacts a value from now on; also one that steps must not be given. */
  hide(value: string): void {
    if (this.#hidden.has(value)) return;
    this.#hidden.add(value);
    this.redactor = createRedactor([...this.#hidden]);
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
