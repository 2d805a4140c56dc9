import { Failure, type Pipeline } from "@lockstep/model";

/**
 * A file stands alone: there is no environment in which the pipelines that it calls are applied. Says so before anything
 * was done. Failure: `unprocessable`.
 */
export function assertStandsAlone({ slug, steps }: Pipeline): void {
  const calls = steps.filter(({ type }) => type === "pipeline").map(({ id }) => id);
  if (calls.length === 0) return;
  throw new Failure(
    "unprocessable",
    `${slug} calls other pipelines (${calls.join(", ")}), and steps of type pipeline cannot be run from a file. Start it in an environment, or mock them in a test.`,
  );
}
