import { type DetectedDrift, Failure } from "@lockstep/model";

/** Why a difference cannot become a change of git, and what to do instead. */
export function notAdoptable({ id, environment, sentence }: DetectedDrift, because: string): Failure {
  return new Failure(
    "unprocessable",
    `${sentence} It cannot be adopted: ${because}. \`lockstep drift revert ${id} --env ${environment}\` puts it right.`,
    { code: "DRIFT_NOT_ADOPTABLE" },
  );
}
