import { eventually } from "../lockstep-process.ts";
import type { NamedBehaviour } from "./behaviour-manifests.ts";
import type { Mode } from "./modes.ts";

/** What the run of a behaviour came to, in the words of {@link Behaviour.expected}. */
export interface Outcome {
  readonly status: string;
  readonly output: unknown;
  readonly error: any;
  readonly steps: Readonly<Record<string, string>>;
  readonly tries: Readonly<Record<string, number>>;
}

/** Runs that are under way side by side. */
const lanes = 48;

/** Runs all behaviours side by side; what could not be run has its reason instead. */
export async function carryOutAll(
  mode: Mode,
  behaviours: readonly NamedBehaviour[],
): Promise<ReadonlyMap<string, Outcome | Error>> {
  const answer = await approver(mode);
  const outcomes = new Map<string, Outcome | Error>();
  const waiting = behaviours.values();
  const lane = async (): Promise<void> => {
    for (const behaviour of waiting)
      outcomes.set(
        behaviour.slug,
        await carryOut(mode, behaviour, answer).catch((thrown: unknown) => thrown as Error),
      );
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

type Answer = (run: string, step: string, value: unknown) => Promise<void>;

/** Answers as somebody else than who starts the runs: nobody answers their own approvals. */
async function approver({ call }: Mode): Promise<Answer> {
  const token = await call("POST", "/tokens", { name: "ada", role: "approver", environments: null });
  const headers = { authorization: `Bearer ${token.body.secret}` };
  return async (run, step, value) => {
    const { status, body } = await call("POST", `/runs/${run}/steps/${step}/complete`, { value }, headers);
    if (status !== 200) throw new Error(`The answer was refused with ${status}: ${JSON.stringify(body)}`);
  };
}

async function carryOut(mode: Mode, behaviour: NamedBehaviour, answer: Answer): Promise<Outcome> {
  const { slug, input = {}, answers = {}, cancelledAt } = behaviour;
  const { call } = mode;
  const isDisturbed = cancelledAt !== undefined || Object.keys(answers).length > 0;
  const wait = isDisturbed ? "" : "?wait=30s";
  const started = await call("POST", `/environments/staging/pipelines/${slug}/run${wait}`, { input });
  if (started.status !== 200 && started.status !== 202)
    throw new Error(`The run was refused with ${started.status}: ${JSON.stringify(started.body)}`);
  const { id } = started.body.run;
  for (const [step, value] of Object.entries(answers)) {
    await untilStep(mode, { run: id, step, status: "waiting" });
    await answer(id, step, value);
  }
  if (cancelledAt !== undefined) {
    await untilStep(mode, { run: id, step: cancelledAt, status: "waiting" });
    await call("POST", `/runs/${id}/cancel`, {});
  }
  return outcomeOf(mode, started.status === 200 ? started.body.run : await untilEnded(mode, id));
}

interface Awaited {
  readonly run: string;
  readonly step: string;
  readonly status: string;
}

async function untilStep({ call }: Mode, { run, step, status }: Awaited): Promise<void> {
  await eventually(`${step} of ${run} is ${status}`, async () => {
    const found = await call("GET", `/runs/${run}/steps/${step}`);
    return found.status === 200 && found.body.attempt.status === status;
  });
}

async function untilEnded({ call }: Mode, id: string): Promise<any> {
  let run: any = null;
  await eventually(`run ${id} has ended`, async () => {
    run = (await call("GET", `/runs/${id}`)).body.run;
    return run.endedAt !== null;
  });
  return run;
}

async function outcomeOf({ call }: Mode, { id, status, output, error }: any): Promise<Outcome> {
  const attempts: readonly any[] = (await call("GET", `/runs/${id}/steps`)).body.items;
  const steps: Record<string, string> = {};
  const tries: Record<string, number> = {};
  for (const step of new Set(attempts.map((attempt) => attempt.step))) {
    const own = attempts.filter((attempt) => attempt.step === step).sort((a, b) => a.attempt - b.attempt);
    tries[step] = own.at(-1).attempt;
    // The attempt 0 is the verdict on the step as a whole.
    steps[step] = (own[0].attempt === 0 ? own[0] : own.at(-1)).status;
  }
  return { status, output, error, steps, tries };
}
