import { Failure, secretPlacePattern, slugPattern, stepIdPattern, versionPattern } from "@lockstep/model";

interface PathParameter {
  readonly pattern: string;
  readonly description: string;
}

const slug = slugPattern.slice(1, -1);
const version = versionPattern.slice(1, -1);

/** Every name that stands in a path. What does not fit its pattern cannot exist, so it is `not-found`. */
export const pathParameters = {
  env: { pattern: slugPattern, description: "Slug of the environment." },
  from: { pattern: slugPattern, description: "Slug of the lower environment." },
  to: { pattern: slugPattern, description: "Slug of the upper environment." },
  slug: { pattern: slugPattern, description: "Slug of the pipeline." },
  pipeline: {
    pattern: `^${slug}(@${version})?$`,
    description: "Slug of the pipeline, or `slug@1.2.3` to insist on the applied version.",
  },
  trigger: { pattern: slugPattern, description: "Id of the trigger." },
  version: { pattern: versionPattern, description: "Version of the pipeline." },
  id: { pattern: "^[0-9A-Za-z_-]{1,64}$", description: "Id as the API gave it." },
  sha: { pattern: "^[0-9a-f]{7,40}$", description: "A commit, or the first 7 digits of it at least." },
  revision: {
    pattern: "^[0-9A-Za-z][0-9A-Za-z._/-]{0,199}$",
    description: "A commit id of 40 digits, or a branch (its slashes as %2F).",
  },
  checksum: { pattern: "^sha256:[0-9a-f]{64}$", description: "Checksum as the API gave it." },
  step: { pattern: stepIdPattern, description: "Id of the step." },
  position: { pattern: "^[1-9][0-9]{0,14}$", description: "Position, as listed." },
  attempt: { pattern: "^[0-9]{1,6}$", description: "Number of the attempt, as listed." },
  type: { pattern: "^[a-z]{2,30}$", description: "Type of step." },
  name: { pattern: secretPlacePattern, description: "Name of the secret, as `store:` references write it." },
} as const satisfies Record<string, PathParameter>;

const maxLength = 200;

/** Fails as `not-found` when a parameter cannot name anything; keeps control characters from the database. */
export function assertPathParameters(parameters: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    const known: PathParameter | undefined = (pathParameters as Record<string, PathParameter>)[name];
    if (known === undefined || value.length > maxLength || !new RegExp(known.pattern, "u").test(value)) {
      throw new Failure(
        "not-found",
        `Nothing can have this name. Expected here: ${known?.description ?? name}`,
      );
    }
  }
}
