import type {
  Change,
  CompiledPipeline,
  CronTrigger,
  EventTrigger,
  FiringStart,
  PipelineTrigger,
  Trigger,
} from "@lockstep/model";

import {
  applicationOf,
  assign,
  configure,
  deployOf,
  environmentOf,
  newRun,
  pipeline,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import { newFiring } from "./new-firing.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const base = { enabled: true, input: {} };
export const tick = (more: Partial<CronTrigger> = {}): CronTrigger => ({
  ...base,
  id: "tick",
  type: "cron",
  schedule: "0 * * * *",
  timezone: "UTC",
  overlap: "skip",
  catchup: "0s",
  ...more,
});
export const after = (upstream: string, more: Partial<PipelineTrigger> = {}): PipelineTrigger => ({
  ...base,
  id: "after",
  type: "pipeline",
  pipeline: upstream,
  on: "success",
  delay: "0s",
  ...more,
});
export const heard = (event: string): EventTrigger => ({
  ...base,
  id: "heard",
  type: "event",
  event,
  filter: null,
});

export const piped = (version: string, triggers: readonly Trigger[], slug = "pipe") =>
  pipeline(slug, { version, triggers, title: JSON.stringify(triggers) });
export const page = { limit: 100, cursor: null };
export const reason = { code: "WHY", message: "Because." };

/** What the tests of triggers do over and over. */
export function triggerHarness(subject: SubjectOf) {
  const triggers = () => subject().store.triggers;

  /** Applies changes; with a word about triggers, also a new configuration. */
  async function apply(
    environment: string,
    changes: readonly Change[],
    manifests: readonly CompiledPipeline[],
    word: object | null = null,
  ): Promise<void> {
    const { store } = subject();
    const { sequence } = await store.environments.loadApplied(environment);
    const all = word === null ? changes : [configure(environment), ...changes];
    const deploy = deployOf({ environment, sequence, changes: all });
    const fencingToken = await takeLease(store, environment);
    const application = applicationOf(deploy, manifests, { fencingToken });
    const policy = { ...environmentOf(environment), ...word };
    const configuration = { ...application.configuration, environment: policy };
    const outcome = await store.deploys.apply({ ...application, configuration, releases: [] });
    if (outcome.outcome !== "applied") throw new Error(`it was ${outcome.outcome}`);
  }

  async function open(...list: readonly Trigger[]): Promise<string> {
    const environment = unique("env");
    const made = piped("1.0.0", list);
    await apply(environment, [assign(made)], [made]);
    return environment;
  }

  const start = (environment: string, more: Partial<FiringStart> = {}) =>
    triggers().start({
      firing: newFiring(environment),
      run: newRun({ environment, slug: "pipe" }),
      overlap: "allow",
      once: null,
      ...more,
    });
  const firingsOf = async (environment: string) =>
    (await triggers().listFirings({ environment, slug: null, trigger: null, states: [] }, page)).items;
  const runsOf = async (environment: string) => {
    const filter = { environment, slug: null, states: [], version: null, deploy: null };
    return (await subject().store.runs.list(filter, page)).items;
  };
  /** Makes firings of a schedule pending, as a scheduler does. */
  async function makePending(environment: string, ...keys: readonly string[]): Promise<void> {
    const armed = await triggers().load(environment, "pipe", "tick");
    const due = keys.map((key) => newFiring(environment, { key }));
    const cursorAt = "2026-01-01T00:00:00.000Z";
    const place = { environment, slug: "pipe", trigger: "tick", since: armed?.since ?? "" };
    await triggers().advanceSchedules([{ ...place, cursorAt, nextAt: cursorAt, due, missed: null }]);
  }

  return { triggers, apply, open, start, firingsOf, runsOf, makePending };
}
