import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { callees, nameBehaviours, pipelineFile } from "../harness/behaviours/behaviour-manifests.ts";
import type { Expected } from "../harness/behaviours/behaviour.ts";
import { carryOutAll, type Outcome } from "../harness/behaviours/carry-out.ts";
import type { Mode, StartMode } from "../harness/behaviours/modes.ts";
import { startSurroundings, type Surroundings } from "../harness/behaviours/surroundings.ts";
import { eventually } from "../harness/lockstep-process.ts";
import { themes } from "./cases/themes.ts";

const named = themes.map((theme) => [theme.title, nameBehaviours(theme)] as const);
const all = named.flatMap(([, behaviours]) => behaviours);

/** Runs every behaviour in one mode and makes a test of each; `further` adds tests that look at the mode itself. */
export function describeBehaviours<Started extends Mode>(
  title: string,
  start: StartMode<Started>,
  further: (mode: () => Started) => void = () => {},
): void {
  describe(title, () => {
    let surroundings: Surroundings;
    let mode: Started;
    let outcomes: ReadonlyMap<string, Outcome | Error>;

    beforeAll(async () => {
      surroundings = await startSurroundings(inject("postgresUrl"));
      mode = await start(filesOf(surroundings));
      await putSecrets(mode, surroundings);
      await mode.untilApplied();
      await mode.call("DELETE", "/environments/staging/secrets/LOST_KEY");
      outcomes = await carryOutAll(mode, all);
    }, 240_000);

    afterAll(async () => {
      await mode.stop();
      await surroundings.stop();
    });

    further(() => mode);

    describe.each(named)("%s", (_title, behaviours) => {
      test.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))(
        "%s",
        (_name, { slug, expected }) => {
          const outcome = outcomes.get(slug) ?? new Error(`${slug} was not run`);
          if (outcome instanceof Error) throw outcome;
          expect(outcome).toMatchObject(matcherOf(expected));
          for (const step of expected.undone ?? []) expect(outcome.steps[step]).not.toBe("completed");
          if ("output" in expected) expect(outcome.output).toEqual(expected.output);
        },
      );
    });
  });
}

function filesOf({ files }: Surroundings): Readonly<Record<string, string>> {
  const pipelines = all.map(({ slug, steps, manifest }) => pipelineFile(slug, steps, manifest));
  return Object.assign({}, files, callees, ...pipelines) as Record<string, string>;
}

/** The environment is known a moment after the start. */
async function putSecrets({ call }: Mode, { secrets }: Surroundings): Promise<void> {
  for (const [name, value] of Object.entries(secrets))
    await eventually(`the secret ${name} is kept`, async () => {
      const { status } = await call("PUT", `/environments/staging/secrets/${name}`, { value });
      return status < 300;
    });
}

function matcherOf({ error, undone: _undone, ...expected }: Expected): object {
  if (error === undefined) return expected.status === "completed" ? { error: null, ...expected } : expected;
  const { contains, ...rest } = error;
  const message = contains === undefined ? {} : { message: expect.stringContaining(contains) };
  return { ...expected, error: { ...rest, ...message } };
}
