import { Failure, mayActAs, type Role, type Slug, type Token } from "@lockstep/model";

/** Whether the token may see and touch this environment at all. */
export function reaches(token: Token, environment: Slug): boolean {
  return token.environments === null || token.environments.includes(environment);
}

/** Fails as `forbidden`, in the same words whether or not such an environment exists. */
export function assertReach(token: Token, environment: Slug): void {
  if (reaches(token, environment)) return;
  throw new Failure(
    "forbidden",
    `The token does not reach this environment. It reaches: ${describeReach(token)}.`,
    { code: "ENVIRONMENT_OUT_OF_REACH" },
  );
}

/** Fails as `forbidden` for a token of some environments: what is asked for belongs to the whole org. */
export function assertReachesAll(token: Token): void {
  if (token.environments === null) return;
  throw new Failure(
    "forbidden",
    `This is about the whole org; the token reaches only: ${describeReach(token)}.`,
    { code: "ENVIRONMENT_OUT_OF_REACH" },
  );
}

/** Fails as `forbidden` when the token's role is less than `needed`. */
export function assertRole(token: Token, needed: Role): void {
  if (mayActAs(token.role, needed)) return;
  throw new Failure("forbidden", `This needs the role ${needed}; the token has ${token.role}.`, {
    code: "ROLE_TOO_LOW",
  });
}

/** Whether everything that `inner` reaches is reached by `outer` too. */
export function isWithinReach(inner: readonly Slug[] | null, outer: readonly Slug[] | null): boolean {
  if (outer === null) return true;
  return inner !== null && inner.every((environment) => outer.includes(environment));
}

function describeReach(token: Token): string {
  return token.environments === null || token.environments.length === 0
    ? "none"
    : token.environments.join(", ");
}
