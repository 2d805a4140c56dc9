import type { SandboxOutcome, SandboxRequest } from "@lockstep/model";
import {
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSWASMModule,
  Scope,
} from "quickjs-emscripten-core";

import { interpretStanding } from "./interpret-standing.ts";
import { prelude } from "./prelude.ts";
import { tooLong } from "./too-long.ts";

/** A request as a thread receives it: the input is already JSON text. */
export type Evaluation = Omit<SandboxRequest, "signal" | "input"> & { readonly input: string };

/** `text` is the result's JSON. */
export type Verdict = { readonly ok: true; readonly text: string } | Extract<SandboxOutcome, { ok: false }>;

/** About 1 500 nested calls; a thread's own stack holds several times what they take of it. */
const stackBytes = 256 * 1024;

/** What came of it, and whether the module was damaged (its stack or heap ran over) and must not be used again. */
export interface Evaluated {
  readonly verdict: Verdict;
  readonly isDamaged: boolean;
}

const broughtDown: Verdict = {
  ok: false,
  type: "execution",
  message: "The code brought its sandbox down: it ran out of memory or of stack.",
};

/** Runs a source in a runtime of its own. */
export function evaluate(module: QuickJSWASMModule, evaluation: Evaluation): Evaluated {
  const scope = new Scope();
  try {
    const verdict = judge(scope, module, evaluation);
    return { verdict, isDamaged: !canDispose(scope) };
  } catch {
    return { verdict: broughtDown, isDamaged: true };
  }
}

function judge(scope: Scope, module: QuickJSWASMModule, evaluation: Evaluation): Verdict {
  const { memoryBytes: memoryLimitBytes, timeMs } = evaluation;
  const deadline = performance.now() + timeMs;
  let isLate = false;
  const interruptHandler = () => (isLate ||= performance.now() > deadline);
  const options = { memoryLimitBytes, maxStackSizeBytes: stackBytes, interruptHandler };
  const runtime = scope.manage(module.newRuntime(options));
  const standing = run(scope, scope.manage(runtime.newContext()), evaluation);
  return isLate ? tooLong(timeMs) : interpretStanding(standing, evaluation);
}

/** QuickJS aborts when an object outlives its runtime, which the interruption of native loops can bring about. */
function canDispose(scope: Scope): boolean {
  try {
    scope.dispose();
    return true;
  } catch {
    return false;
  }
}

/** How the evaluation stands in the end, in the words of the prelude; null when even the prelude could not say. */
function run(scope: Scope, context: QuickJSContext, evaluation: Evaluation): string | null {
  const { source, input, now, outputCharacters } = evaluation;
  const call = (callee: QuickJSHandle, ...parts: readonly (string | number)[]): QuickJSHandle | null => {
    const given = parts.map((part) =>
      scope.manage(typeof part === "string" ? context.newString(part) : context.newNumber(part)),
    );
    return valueOf(scope, context.callFunction(callee, context.undefined, ...given));
  };
  const prepare = valueOf(scope, context.evalCode(prelude, "sandbox.js"));
  const standing = prepare === null ? null : call(prepare, now, outputCharacters);
  if (standing === null || call(standing, source, input) === null || !settle(scope, context)) return null;
  const told = call(standing);
  return told === null || context.typeof(told) !== "string" ? null : context.getString(told);
}

type Result = ReturnType<QuickJSContext["evalCode"]>;

/** An error is only put away: looking at it would run the code that made it, with nothing to stop it. */
function valueOf(scope: Scope, result: Result): QuickJSHandle | null {
  if (result.error === undefined) return scope.manage(result.value);
  scope.manage(result.error);
  return null;
}

/** Runs what promises have left to do; false when it was interrupted. */
function settle(scope: Scope, { runtime }: QuickJSContext): boolean {
  while (runtime.hasPendingJob()) {
    const { error } = runtime.executePendingJobs();
    if (error === undefined) continue;
    scope.manage(error);
    return false;
  }
  return true;
}
