import type { Token } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { list, nullable, slug, timestamp } from "./fields.ts";
import { role } from "./token-view.ts";

/** Who is asking, and whom. */
export const sessionView = Type.Object(
  {
    session: Type.Object({
      name: Type.String({ description: "Name of the token; teams refer to it as `token:<name>`." }),
      role,
      environments: Type.Union([list(slug), Type.Null()], { description: "null is all." }),
      team: Type.Union([Type.String(), Type.Null()], {
        description:
          "Team of `lockstep.json` that the token is a member of, as far as gates name it; the first by name of several.",
      }),
      expiresAt: Type.Union([timestamp, Type.Null()], {
        description: "When one has to log in again; of a token without an end null.",
      }),
    }),
    installation: Type.Object({
      version: Type.String({ description: "Version of Lockstep." }),
      publicOrigin: nullable(Type.String()),
    }),
  },
  { $id: "Session" },
);

/** A one-time login link. */
export const loginLinkView = Type.Object(
  {
    secret: Type.String({ description: "Shown this once and stored nowhere." }),
    url: Type.String({ description: "Address that logs a browser in, once." }),
    expiresAt: timestamp,
  },
  { $id: "LoginLink" },
);

export function presentWho(
  { name, role: held, environments }: Token,
  more: { readonly team: string | null; readonly expiresAt: string | null },
): Static<typeof sessionView>["session"] {
  return { name, role: held, environments, ...more };
}
