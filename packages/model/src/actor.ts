/** Who caused something. */
export interface Actor {
  readonly kind: "user" | "token" | "webhook" | "controller" | "cron" | "trigger";
  /** Identity as written in teams: `github:ada`, `email:ada@example.com`, `token:ci`, `trigger:orders/nightly`, `controller` or `bootstrap`. */
  readonly id: string;
}

/** The controller itself, acting on what git says. */
export const controllerActor: Actor = { kind: "controller", id: "controller" };

/** Whoever starts Lockstep: makes the first token, and vouches for what stood in git by then. */
export const bootstrapActor: Actor = { kind: "controller", id: "bootstrap" };

/** From least to most: each role may do what the ones before it may. */
export const roles = ["viewer", "runner", "deployer", "approver", "admin"] as const;

export type Role = (typeof roles)[number];

/** Whether `role` includes everything that `needed` allows. */
export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
