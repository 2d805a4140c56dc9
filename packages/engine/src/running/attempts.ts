import { Failure, type Json } from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import type { StepViews } from "../advance/step-view.ts";
import { StepFailure, toRunError } from "../step-failure.ts";
import { AttemptHandle } from "./attempt-handle.ts";
import { performAttempt } from "./perform-attempt.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import type { RunLedger } from "./run-ledger.ts";
import type { RunSetting } from "./run-setting.ts";
import { mentionsSecrets, SecretBox } from "./secret-box.ts";
import { stepContext, stepScope } from "./step-context.ts";

/** The attempts of one run that are under way in this runner. */
export class Attempts {
  readonly #setting: RunSetting;
  readonly #ledger: RunLedger;
  readonly #onEnd: () => void;
  readonly #active = new Set<AttemptHandle>();
  readonly box: SecretBox;

  constructor(setting: RunSetting, ledger: RunLedger, onEnd: () => void) {
    this.#setting = setting;
    this.#ledger = ledger;
    this.#onEnd = onEnd;
    this.box = new SecretBox(() => secretsOf(setting));
  }

  /** Whether any attempt is under way. */
  get isBusy(): boolean {
    return this.#active.size > 0;
  }

  /** Performs an attempt that the ledger knows as started; true when it has ended by the time this returns. */
  begin(start: AttemptStart, steps: StepViews): boolean {
    const handle = new AttemptHandle(this.#stepOf(start), this.#setting.deps.timer);
    try {
      const output = this.#perform(start, steps, handle);
      if (output instanceof Promise) {
        void this.#follow(start, handle, output);
        return false;
      }
      this.#complete(start, output);
    } catch (thrown) {
      this.#fail(start, thrown);
    }
    return true;
  }

  abort(): void {
    for (const handle of this.#active)
      handle.abort(new Failure("cancelled", "The run goes on without this attempt."));
  }

  #perform(start: AttemptStart, steps: StepViews, handle: AttemptHandle): Json | Promise<Json> {
    const step = this.#stepOf(start);
    const perform = (): Json | Promise<Json> => {
      const { secrets, redactor } = this.box;
      const scope = stepScope(this.#setting.scope, steps, { step, start });
      const log = (level: "debug" | "info" | "warn" | "error", message: string): void => {
        this.#ledger.log(step.id, level, redactor.text(message));
      };
      const context = stepContext(this.#setting, { step, start, scope, secrets, log, handle });
      return performAttempt({ step, scope, secrets, redactor, context });
    };
    return mentionsSecrets(step) ? this.#withSecrets(handle, perform) : perform();
  }

  /** An attempt that timed out while its secrets were being resolved must not happen after all. */
  async #withSecrets(handle: AttemptHandle, perform: () => Json | Promise<Json>): Promise<Json> {
    await this.box.open();
    handle.signal.throwIfAborted();
    return perform();
  }

  async #follow(start: AttemptStart, handle: AttemptHandle, work: Promise<Json>): Promise<void> {
    this.#active.add(handle);
    try {
      this.#complete(start, await handle.settle(work));
    } catch (thrown) {
      this.#fail(start, thrown);
    }
    this.#active.delete(handle);
    this.#onEnd();
  }

  #complete(start: AttemptStart, output: Json): void {
    this.#ledger.end(start, { state: "completed", output, error: null }, this.#urgency(start));
  }

  #fail(start: AttemptStart, thrown: unknown): void {
    const error = this.box.redactor.error(toRunError(thrown));
    this.#ledger.end(start, { state: "failed", output: null, error }, this.#urgency(start));
  }

  #urgency(start: AttemptStart): { isUrgent: boolean } {
    return { isUrgent: this.#stepOf(start).effects !== "none" };
  }

  #stepOf({ step }: AttemptStart) {
    const found = this.#setting.graph.byId.get(step);
    if (found === undefined) throw new Failure("internal", `The pipeline has no step ${step}.`);
    return found;
  }
}

function secretsOf({ claimed, configuration, graph, deps }: RunSetting) {
  if (configuration === null) throw new StepFailure("security", "The pipeline declares no secrets.");
  const { environment } = claimed.run;
  return resolveSecrets({ source: deps.secrets, environment, configuration, pipeline: graph.pipeline });
}
