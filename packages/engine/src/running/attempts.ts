import {
  Failure,
  type LogLine,
  type NewRun,
  type RunError,
  type Step,
  type StepAttempt,
  type Usage,
} from "@lockstep/model";

import type { Arrival, AttemptStart } from "../advance/draft.ts";
import type { StepViews } from "../advance/step-view.ts";
import { hasEnded } from "../journal.ts";
import { StepFailure, toRunError } from "../step-failure.ts";
import type { StepResult } from "../steps/step-executor.ts";
import { Suspended } from "../steps/suspended.ts";
import { AttemptHandle } from "./attempt-handle.ts";
import { launcherOf } from "./launcher-of.ts";
import { acceptOutput, performAttempt } from "./perform-attempt.ts";
import { resolveSecrets } from "./resolve-secrets.ts";
import type { AttemptOutcome, RunLedger } from "./run-ledger.ts";
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
  readonly #active = new Map<string, AttemptHandle>();
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
      this.#settle(start, result, { launched, usage: handle.usage });
    } catch (thrown) {
      this.#fail(start, handle.usage, thrown);
    }
    return true;
  }

  /** The row of an attempt that is ended from outside, with what it has used until then. */
  metered(row: StepAttempt): StepAttempt {
    if (!this.isBusy || !hasEnded(row)) return row;
    const usage = this.#active.get(keyOf(row))?.usage ?? null;
    return usage === null ? row : { ...row, usage };
  }

  /** Ends an attempt that waited with what came for it. */
  arrive({ result, ...start }: Arrival): void {
    const step = this.#stepOf(start);
    const { box } = this;
    try {
      if ("error" in result) this.#end(start, failureOf(box.redactor.error(result.error), null));
      else this.#settle(start, acceptOutput(result.output, { step, box }), { launched: [], usage: null });
    } catch (thrown) {
      this.#fail(start, null, thrown);
    }
  }

  abort(): void {
    for (const handle of this.#active.values())
      handle.abort(new Failure("cancelled", "The run goes on without this attempt."));
  }

  #perform(
    start: AttemptStart,
    steps: StepViews,
    { handle, launched }: Underway,
  ): StepResult | Promise<StepResult> {
    const step = this.#stepOf(start);
    const perform = (): StepResult | Promise<StepResult> => {
      const { box } = this;
      const scope = stepScope(this.#setting.scope, steps, { step, start });
      const log = (level: LogLine["level"], message: string): void => {
        this.#ledger.log(step.id, level, box.redactor.text(message));
      };
      const launch = launcherOf(this.#setting, start, launched);
      const context = stepContext(this.#setting, { step, start, scope, box, log, launch, handle });
      const { rehearsal } = this.#setting.deps;
      return performAttempt({ step, scope, box, context, rehearsal });
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
    this.#active.set(keyOf(start), handle);
    try {
      const result = await handle.settle(work);
      this.#settle(start, result, { launched, usage: handle.usage });
    } catch (thrown) {
      this.#fail(start, handle.usage, thrown);
    }
    this.#active.delete(keyOf(start));
    this.#onEnd();
  }

  #settle(
    start: AttemptStart,
    result: StepResult,
    { launched: children, usage }: { readonly launched: readonly NewRun[]; readonly usage: Usage | null },
  ): void {
    if (result instanceof Suspended)
      this.#ledger.suspend(start, result, { step: this.#stepOf(start), children });
    else this.#end(start, { state: "completed", output: result, error: null, usage, children });
  }

  #fail(start: AttemptStart, usage: Usage | null, thrown: unknown): void {
    const error = this.box.redactor.error(toRunError(thrown));
    this.#end(start, failureOf(error, usage));
  }

  #end(start: AttemptStart, outcome: AttemptOutcome): void {
    this.#ledger.end(start, outcome, { isUrgent: this.#stepOf(start).effects !== "none" });
  }

  #stepOf({ step }: AttemptStart): Step {
    const found = this.#setting.graph.byId.get(step);
    if (found === undefined) throw new Failure("internal", `The pipeline has no step ${step}.`);
    return found;
  }
}

function failureOf(error: RunError, usage: Usage | null): AttemptOutcome {
  return { state: "failed", output: null, error, usage };
}

function keyOf({ step, item, attempt }: Pick<StepAttempt, "step" | "item" | "attempt">): string {
  return `${step}/${item}/${attempt}`;
}

function secretsOf({ claimed, configuration, graph, deps }: RunSetting) {
  if (configuration === null) throw new StepFailure("security", "The pipeline declares no secrets.");
  const { environment } = claimed.run;
  return resolveSecrets({ source: deps.secrets, environment, configuration, pipeline: graph.pipeline });
}
