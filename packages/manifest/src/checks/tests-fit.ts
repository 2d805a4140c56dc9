import type { WrittenPipeline } from "../format/pipeline-format.ts";
import { type Finding, findingAt, findingAtKey, type Path } from "../text/finding.ts";
import { suggestName } from "../text/suggest-name.ts";
import type { CheckedManifest, PipelineCheck } from "./pipeline-check.ts";
import { valueFindings } from "./sample-fits.ts";

type WrittenTest = NonNullable<WrittenPipeline["tests"]>[number];

/** TEST_INVALID: tests have their own names, speak of steps and variables that exist, and give an input that a run would accept. */
export const testsFit: PipelineCheck = (manifest) => {
  const names = new Set<string>();
  return (manifest.written.tests ?? []).flatMap((test, index) => {
    const path: Path = ["tests", index];
    const repeated = names.has(test.name)
      ? [
          findingAt(
            "TEST_INVALID",
            [...path, "name"],
            "Another test has the same name.",
            "Rename one of them.",
          ),
        ]
      : [];
    names.add(test.name);
    return [
      ...repeated,
      ...variableFindings(test, path, manifest),
      ...stepFindings(test, path, manifest),
      ...inputFindings(test, path, manifest),
    ];
  });
};

function variableFindings(test: WrittenTest, path: Path, { written }: CheckedManifest): Finding[] {
  const known = written.uses?.variables ?? [];
  return Object.keys(test.variables ?? {})
    .filter((name) => !known.includes(name))
    .map((name) =>
      findingAtKey(
        "TEST_INVALID",
        [...path, "variables", name],
        `The pipeline does not use the variable "${name}".`,
        () => suggestName(name, known),
      ),
    );
}

function stepFindings(test: WrittenTest, path: Path, manifest: CheckedManifest): Finding[] {
  return [
    ...Object.keys(test.mocks ?? {}).flatMap((step) => unknownStep(step, [...path, "mocks", step], manifest)),
    ...Object.keys(test.expect.steps ?? {}).flatMap((step) =>
      unknownStep(step, [...path, "expect", "steps", step], manifest),
    ),
    ...Object.entries(test.mocks ?? {}).flatMap(([step, mock]) =>
      mock.outputs !== undefined && isSingle(step, manifest)
        ? [
            findingAtKey(
              "TEST_INVALID",
              [...path, "mocks", step, "outputs"],
              `The step "${step}" has no \`forEach\`, so it gives one output.`,
              "Write `output`.",
            ),
          ]
        : [],
    ),
  ];
}

function unknownStep(step: string, path: Path, { graph }: CheckedManifest): Finding[] {
  if (graph.indexes.has(step)) return [];
  return [
    findingAtKey("TEST_INVALID", path, `There is no step "${step}".`, () =>
      suggestName(step, [...graph.indexes.keys()]),
    ),
  ];
}

function isSingle(step: string, { graph, written }: CheckedManifest): boolean {
  const index = graph.indexes.get(step);
  return index !== undefined && written.steps[index]?.forEach === undefined;
}

/** A test that expects a failure may be about a bad input. */
function inputFindings(test: WrittenTest, path: Path, { written }: CheckedManifest): Finding[] {
  const mayFail = test.expect.status === "failed" || test.expect.error !== undefined;
  if (mayFail || test.input === undefined || written.input?.schema === undefined) return [];
  return valueFindings("TEST_INVALID", written.input.schema, test.input, {
    path: [...path, "input"],
    subject: "The input of the test",
  });
}
