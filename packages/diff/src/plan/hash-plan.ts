import { checksumOf, type Change, type Checksum, type Plan, type VersionPointer } from "@lockstep/model";

/** What a plan's hash covers: everything that an approval approves, and no revision. */
export type HashedPlan = Pick<
  Plan,
  "environment" | "changes" | "locks" | "policyDigest" | "configurationDigest"
> & {
  readonly base: Pick<Plan["base"], "sequence">;
};

/** SHA-256 over base sequence, ordered changes with their checksums, callee locks, policy and configuration. */
export function hashPlan(plan: HashedPlan): Checksum {
  return checksumOf("lockstep-plan/v1", {
    environment: plan.environment,
    sequence: plan.base.sequence,
    changes: plan.changes.map(hashedChange),
    locks: plan.locks.map(({ caller, callee, range, version, content }) => [
      caller,
      callee,
      range,
      version,
      content,
    ]),
    policy: plan.policyDigest,
    configuration: plan.configurationDigest,
  });
}

function hashedChange({ kind, slug, from, to }: Change) {
  return { kind, slug, from: hashedPointer(from), to: hashedPointer(to) };
}

/** The manifest checksum covers the team. */
function hashedPointer(pointer: VersionPointer | null) {
  if (pointer === null) return null;
  const { version, content, manifest, path } = pointer;
  return { version, content, manifest, path };
}
