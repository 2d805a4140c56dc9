import { evaluateJson } from "@lockstep/expression";
import { systemClock, systemTimer, type Usage } from "@lockstep/model";

import type { StepContext } from "../steps/step-executor.ts";
import { createFakeHttpClient } from "./fake-http-client.ts";
import { createFakeMailer } from "./fake-mailer.ts";
import { idlePowers } from "./idle-powers.ts";

export interface TestContext extends StepContext {
  /** What the step said it used. */
  readonly reports: readonly Usage[];
  /** What it published of its answers, one text per answer. */
  readonly answers: readonly string[];
}

/** The world of one attempt in real time that reaches nothing, changed by what is given. */
export function contextOf(given: Partial<StepContext> = {}): TestContext {
  const reports: Usage[] = [];
  const answers: string[] = [];
  return {
    reports,
    answers,
    ...idlePowers,
    idempotencyKey: "run-1/step",
    signal: new AbortController().signal,
    clock: systemClock,
    timer: systemTimer,
    http: createFakeHttpClient(() => ({ json: null })),
    mailer: createFakeMailer(),
    egress: { default: "allow", allow: [] },
    secrets: [],
    origin: { environment: "staging", slug: "sample", version: "1.0.0", run: "run-1", step: "step" },
    evaluate: (template, names) => evaluateJson(template, names),
    log: () => undefined,
    report: (usage) => void reports.push(usage),
    openAnswer() {
      const place = answers.push("") - 1;
      return {
        write: (text) => void (answers[place] += text),
        end: () => undefined,
      };
    },
    launch: () => Promise.reject(new RangeError("this test starts no runs")),
    openChannel: () => Promise.reject(new RangeError("this test has no channels")),
    ...given,
  };
}
