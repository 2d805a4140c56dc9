import { writtenPipeline } from "./make-tree.ts";

/** A pipeline that asks a service, with the given tests. */
export function askingPipeline(
  tests: readonly object[],
  changes: Readonly<Record<string, unknown>> = {},
): object {
  return writtenPipeline({
    steps: [
      { id: "ask", type: "http", with: { url: "https://ask.test/{{ input.name }}" }, effects: "read" },
      {
        id: "note",
        type: "set",
        dependsOn: ["ask"],
        when: "{{ input.name != 'Ada' }}",
        with: { values: { a: 1 } },
      },
    ],
    uses: {},
    output: { value: { answer: "{{ steps.ask.output.body }}" } },
    tests,
    ...changes,
  });
}

/** A test in which the service answers, and in which the run should give that answer. */
export function askingTest(name: string, answer = "yes", expected = answer): object {
  const mocks = { ask: { output: { status: 200, body: answer } } };
  return { name, mocks, expect: { output: { answer: expected } } };
}
