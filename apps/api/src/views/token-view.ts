import { roles, type Token } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, list, nullable, oneOf, slug, timestamp } from "./fields.ts";

export const role = oneOf(roles);

/** A token without its secret. */
export const tokenView = Type.Object(
  {
    id,
    name: Type.String(),
    role,
    environments: Type.Union([list(slug), Type.Null()], { description: "null is all." }),
    createdAt: timestamp,
    expiresAt: nullable(timestamp),
    lastUsedAt: nullable(timestamp),
    revokedAt: nullable(timestamp),
  },
  { $id: "Token" },
);

export function presentToken({ digest: _digest, ...token }: Token): Static<typeof tokenView> {
  return token;
}
