import { Failure } from "@lockstep/model";

/** Refuses a repository made with `git init --object-format=sha256`: its ids have 64 digits. */
export function sha256Failure(name: string): Failure {
  return new Failure(
    "repository-invalid",
    `Repository ${name} uses SHA-256 object ids; Lockstep reads repositories with SHA-1 ids.`,
  );
}
