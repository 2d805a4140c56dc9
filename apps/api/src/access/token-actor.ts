import type { Actor, Token } from "@lockstep/model";

/** Who acts when a token is used: `token:<name>`, as teams list it. */
export function tokenActor(token: Token): Actor {
  return { kind: "token", id: `token:${token.name}` };
}
