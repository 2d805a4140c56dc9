import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { httpStep, pipelineOf, stepOf } from "./testing/pipelines.ts";
import { createWorld } from "./testing/run-world.ts";

describe("a run", () => {
  test("gives its output from what its steps gave", async () => {
    const pipeline = pipelineOf(
      [
        stepOf("greet", { type: "echo", with: { value: "Hello {{ input.name }}" } }),
        stepOf("shout", {
          type: "transform",
          dependsOn: ["greet"],
          with: { set: { text: "{{ upper(steps.greet.output) }}" } },
        }),
      ],
      { output: { value: { said: "{{ steps.shout.output.text }}" }, schema: true } },
    );
    const world = await createWorld(pipeline, { input: { name: "Ada" } });
    expect(await world.execute()).toMatchObject({
      state: "completed",
      output: { said: "HELLO ADA" },
      error: null,
    });
  });

  test("makes a run of pure steps durable in one write", async () => {
    const pipeline = pipelineOf([
      stepOf("a"),
      stepOf("b", { dependsOn: ["a"] }),
      stepOf("c", { dependsOn: ["b"] }),
    ]);
    const world = await createWorld(pipeline);
    let writes = 0;
    const { write } = world.store;
    Object.assign(world.store, { write: (entries: never) => ((writes += 1), write(entries)) });
    await world.execute();
    expect(writes).toBe(1);
  });

  test("journals the start of an effect before the effect, and its outcome before the next one", async () => {
    const seen: (string | undefined)[][] = [];
    const http = createFakeHttpClient(() => ({ json: null }));
    const world = await createWorld(pipelineOf([httpStep("one"), httpStep("two", { dependsOn: ["one"] })]), {
      http: {
        async send(request) {
          seen.push((await world.attempts()).map(({ step, state }) => `${step} ${state}`));
          return http.send(request);
        },
      },
    });
    expect(await world.execute()).toMatchObject({ state: "completed" });
    expect(seen).toEqual([["one running"], ["one completed", "two running"]]);
  });
});
