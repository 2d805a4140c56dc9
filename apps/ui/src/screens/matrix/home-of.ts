import type { MatrixEnvironment, MatrixRowData } from "./matrix-queries.ts";

/** The lowest environment that has a pipeline: where its name leads. */
export function homeOf<Environment extends MatrixEnvironment>(
  { cells }: MatrixRowData,
  environments: readonly Environment[],
): Environment | undefined {
  return environments.find(({ slug }) => (cells[slug] ?? null) !== null);
}
