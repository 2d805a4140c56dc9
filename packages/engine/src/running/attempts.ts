import { Failure, type NewRun, type Step } from "@lockstep/model";

import type { Arrival, AttemptStart } from "../advance/draft.ts";
import type { StepViews } from "../advance/step-view.ts";
import { StepFailure, toRunError } from "../step-failure.ts";
import type { StepResult } from "../steps/step-executor.ts";
import { Suspended } from "../steps/suspended.ts";
import { AttemptHandle } from "./attempt-handle.ts";
import { launcherOf } from "./launcher-of.ts";
import { acceptOutput, performAttempt } from "./perform-attempt.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import type { RunLedger } from "./run-ledger.ts";
import type { RunSetting } from "./run-setting.ts";
import { mentionsSecrets, SecretBox } from "./secret-box.ts";
import { stepContext, stepScope } from "./step-context.ts";

interface Underway {
  readonly handle: AttemptHandle;
  /** Runs that the attempt has prepared; they begin with its outcome. */
  readonly launched: NewRun[];
}

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

  /** Performs an attempt that the ledger knows as started; true when it has ended or waits by the time this returns. */
  begin(start: AttemptStart, steps: StepViews): boolean {
    const handle = new AttemptHandle(this.#stepOf(start), this.#setting.deps.timer);
    const launched: NewRun[] = [];
    try {
      const result = this.#perform(start, steps, { handle, launched });
      if (result instanceof Promise) {
        void this.#follow(start, result, { handle, launched });
        return false;
      }
      this.#settle(start, result, launched);
    } catch (thrown) {
      this.#fail(start, thrown);
    }
    return true;
  }

  /** Ends an attempt that waited with what came for it. */
  arrive({ result, ...start }: Arrival): void {
    const step = this.#stepOf(start);
    const { redactor } = this.box;
    try {
      if ("error" in result)
        this.#end(start, { state: "failed", output: null, error: redactor.error(result.error) });
      else this.#settle(start, acceptOutput(result.output, { step, redactor }), []);
    } catch (thrown) {
      this.#fail(start, thrown);
    }
  }

  abort(): void {
    for (const handle of this.#active)
      handle.abort(new Failure("cancelled", "The run goes on without this attempt."));
  }

  #perform(
    start: AttemptStart,
    steps: StepViews,
    { handle, launched }: Underway,
  ): StepResult | Promise<StepResult> {
    const step = this.#stepOf(start);
    const perform = (): StepResult | Promise<StepResult> => {
      const { secrets, redactor } = this.box;
      const scope = stepScope(this.#setting.scope, steps, { step, start });
      const log = (level: "debug" | "info" | "warn" | "error", message: string): void => {
        this.#ledger.log(step.id, level, redactor.text(message));
      };
      const launch = launcherOf(this.#setting, start, launched);
      const context = stepContext(this.#setting, { start, scope, secrets, log, launch, handle });
      return performAttempt({ step, scope, secrets, redactor, context });
    };
    return mentionsSecrets(step) ? this.#withSecrets(handle, perform) : perform();
  }

  /** An attempt that timed out while its secrets were being resolved must not happen after all. */
  async #withSecrets(
    handle: AttemptHandle,
    perform: () => StepResult | Promise<StepResult>,
  ): Promise<StepResult> {
    await this.box.open();
    handle.signal.throwIfAborted();
    return perform();
  }

  async #follow(
    start: AttemptStart,
    work: Promise<StepResult>,
    { handle, launched }: Underway,
  ): Promise<void> {
    this.#active.add(handle);
    try {
      this.#settle(start, await handle.settle(work), launched);
    } catch (thrown) {
      this.#fail(start, thrown);
    }
    this.#active.delete(handle);
    this.#onEnd();
  }

  #settle(start: AttemptStart, result: StepResult, children: readonly NewRun[]): void {
    if (result instanceof Suspended)
      this.#ledger.suspend(start, result, { step: this.#stepOf(start), children });
    else this.#end(start, { state: "completed", output: result, error: null, children });
  }

  #fail(start: AttemptStart, thrown: unknown): void {
    const error = this.box.redactor.error(toRunError(thrown));
    this.#end(start, { state: "failed", output: null, error });
  }

  #end(start: AttemptStart, outcome: Parameters<RunLedger["end"]>[1]): void {
    this.#ledger.end(start, outcome, { isUrgent: this.#stepOf(start).effects !== "none" });
  }

  #stepOf({ step }: AttemptStart): Step {
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
