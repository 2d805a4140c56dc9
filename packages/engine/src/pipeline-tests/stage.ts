import type { JsonObject, Json, Pipeline, PipelineTest, Step, StepMock } from "@lockstep/model";

import { graphOf } from "../pipeline-graph.ts";
import type { Rehearsal, RehearsedAttempt } from "../running/rehearsal.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepResult } from "../steps/step-executor.ts";
import { CoverageRecorder } from "./coverage-recorder.ts";
import { mayRunInTests } from "./may-run-in-tests.ts";
import { passWait } from "./pass-wait.ts";
import { performMock, rehearseParameters } from "./perform-mock.ts";
import type { TestFailure } from "./test-result.ts";
import { type TestVariables, testVariables } from "./test-variables.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** The surroundings of one test: its steps run here, or mocks stand for them, and nothing leaves it. */
export class Stage implements Rehearsal {
  readonly variables: TestVariables;
  readonly recorder: CoverageRecorder;
  readonly pipeline: Pipeline;
  readonly #steps: ReadonlyMap<string, Step>;
  /** By step; a step may be called `constructor`. */
  readonly #mocks: ReadonlyMap<string, StepMock>;
  readonly #time: VirtualTime;
  readonly #complaints = new Map<string, TestFailure>();

  constructor(
    pipeline: Pipeline,
    test: PipelineTest,
    { time, variables }: { time: VirtualTime; variables: JsonObject },
  ) {
    this.pipeline = pipeline;
    this.#steps = graphOf(pipeline).byId;
    this.#mocks = new Map(Object.entries(test.mocks));
    this.#time = time;
    this.variables = testVariables(pipeline, variables);
    this.recorder = new CoverageRecorder(pipeline);
  }

  /** Where the test itself is wrong: mocks that are missing or too few. */
  get complaints(): readonly TestFailure[] {
    return [...this.#complaints.values()];
  }

  /** Whether an error is only what a complaint did to a step. */
  hasComplained(message: string): boolean {
    return this.complaints.some((complaint) => complaint.message === message);
  }

  /** The variables without a value that a step speaks of. */
  unknownVariablesIn(step: string): readonly string[] {
    const found = this.#steps.get(step);
    return found === undefined ? [] : this.variables.unknownIn(found);
  }

  /** The pipeline with plain steps where something stands for them, so that the engine waits for nobody. */
  get script(): Pipeline {
    const steps = this.pipeline.steps.map((step) => (this.#isReplaced(step) ? standInOf(step) : step));
    return { ...this.pipeline, steps };
  }

  perform(
    { step: { id }, scope }: RehearsedAttempt,
    proceed: () => StepResult | Promise<StepResult>,
  ): StepResult | Promise<StepResult> {
    const step = this.#steps.get(id);
    if (step !== undefined && this.#isReplaced(step)) return this.#replace(step, scope);
    const output = proceed();
    return output instanceof Promise ? this.#time.hold(output) : output;
  }

  onCondition(...decision: Parameters<Rehearsal["onCondition"]>): void {
    this.recorder.onCondition(...decision);
  }

  onItems(step: Step, count: number): void {
    this.recorder.onItems(step, count);
    const outputs = this.#mocks.get(step.id)?.outputs;
    if (outputs !== undefined && outputs.length !== count)
      this.#complain(step, wrongCount(step, outputs, count));
  }

  #isReplaced(step: Step): boolean {
    return this.#mocks.has(step.id) || step.type === "wait" || !mayRunInTests(step);
  }

  #replace(step: Step, scope: RehearsedAttempt["scope"]): Json {
    const mock = this.#mocks.get(step.id);
    if (mock === undefined) {
      if (step.type === "wait") return passWait(rehearseParameters(step, scope, []), this.#time);
      throw this.#complain(step, missingMock(step));
    }
    this.#rehearseParameters(step, scope);
    return performMock(step, mock, scope);
  }

  /** What depends on a variable without a value cannot be judged. */
  #rehearseParameters(step: Step, scope: RehearsedAttempt["scope"]): void {
    try {
      rehearseParameters(step, scope, this.pipeline.uses.secrets);
    } catch (thrown) {
      if (this.variables.unknownIn(step).length === 0) throw thrown;
    }
  }

  /** Fails the step, and the test whatever the pipeline makes of that. */
  #complain({ id }: Step, message: string): StepFailure {
    this.#complaints.set(id, { where: `mocks.${id}`, message });
    return new StepFailure("security", message);
  }
}

function standInOf(step: Step): Step {
  const type = step.type === "return" ? "return" : "echo";
  return { ...step, type, with: { value: null }, effects: "none" };
}

function missingMock(step: Step): string {
  const reason = mayRunInTests(step)
    ? `this build cannot execute ${step.type} steps`
    : `tests reach nothing outside`;
  return `The ${step.type} step "${step.id}" was reached and has no mock; ${reason}. Add mocks.${step.id} with an \`output\` or an \`error\`.`;
}

function wrongCount({ id }: Step, outputs: readonly Json[], count: number): string {
  return `The mock of step "${id}" has ${outputs.length} \`outputs\`, the step has ${count} items. Write one output per item, or one \`output\` for all.`;
}
