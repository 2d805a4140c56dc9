import type { ControlSnapshot, EnvironmentStatus, Slug } from "@lockstep/model";

/**
 * Environments that own the branch which `slug` wants to follow. The one that already applied from the branch owns it;
 * while none has, every claimant stands in the other's way.
 */
export function branchOwners(
  slug: Slug,
  control: ControlSnapshot,
  rows: ReadonlyMap<Slug, EnvironmentStatus>,
): readonly Slug[] {
  const branch = control.environments.find((found) => found.slug === slug)?.environment.source.branch;
  const others = control.environments.filter(
    (found) => found.slug !== slug && found.environment.source.branch === branch,
  );
  const owns = (environment: Slug) => rows.get(environment)?.policy?.source.branch === branch;
  if (others.length === 0 || owns(slug)) return [];
  const owners = others.filter((other) => owns(other.slug));
  return (owners.length > 0 ? owners : others).map((other) => other.slug);
}
