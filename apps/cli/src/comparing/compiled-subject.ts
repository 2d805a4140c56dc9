import { type CompiledPipeline, Failure, hasErrors, type Problem } from "@lockstep/model";

import { countProblems } from "../printing/problem-lines.ts";
import { loadCompiled } from "../worktree/compile-file.ts";
import type { ComparablePipeline, Subject } from "./subject.ts";

interface Compiled {
  readonly pipelines: readonly CompiledPipeline[];
  readonly problems: readonly Problem[];
}

/** All pipelines of a work tree or revision. Failure: `repository-invalid` when some manifest has errors. */
export function pipelinesSubject(name: string, { pipelines, problems }: Compiled): Subject {
  assertValid(name, problems);
  const comparable = pipelines.map((pipeline) => [pipeline.slug, toComparable(pipeline)] as const);
  return { kind: "pipelines", name, pipelines: new Map(comparable) };
}

/** The pipeline of one manifest. Failure: `repository-invalid` when the manifest has errors. */
export function pipelineSubject(
  name: string,
  { path, pipelines, problems }: Compiled & { readonly path: string },
): Subject {
  assertValid(
    name,
    problems.filter(({ file }) => file === path),
  );
  const pipeline = pipelines.find((one) => one.path === path);
  if (pipeline !== undefined) return { kind: "pipeline", name, pipeline: toComparable(pipeline) };
  throw new Failure("not-found", `${name} declares no pipeline.`);
}

function toComparable(compiled: CompiledPipeline): ComparablePipeline {
  const { slug, version, content, manifest } = compiled;
  return { slug, version, content, manifest, load: async () => loadCompiled(compiled).pipeline };
}

function assertValid(name: string, problems: readonly Problem[]): void {
  if (!hasErrors(problems)) return;
  const [first] = problems.filter((found) => hasErrors([found]));
  const example =
    first === undefined ? "" : ` First: ${first.file}:${first.line}:${first.column} ${first.message}`;
  throw new Failure(
    "repository-invalid",
    `${name} has ${countProblems(problems)}, so it cannot be compared.${example}\n\`lockstep validate\` shows all of them.`,
    first === undefined ? {} : { code: first.code },
  );
}
