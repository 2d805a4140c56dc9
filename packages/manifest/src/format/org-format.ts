import { type Static, Type } from "typebox";

import { manifestHead, namePattern, strict } from "./fields.ts";

const identityPattern = "^(github|email|token):[^\\s]{1,200}$";

/** A token's name, as in `token:name`. */
const tokenPattern = "^[^\\s]{1,200}$";

const identity = Type.String({
  pattern: identityPattern,
  description: "`github:login`, `email:address` or `token:name`.",
});

/** `lockstep.json` on the control branch: who belongs to which team. */
export const orgFormat = Type.Object(
  {
    ...manifestHead("Org"),
    teams: Type.Optional(
      Type.Record(
        Type.String({ pattern: namePattern }),
        Type.Object(
          { members: Type.Array(identity, { uniqueItems: true, description: "Identities of its members." }) },
          strict,
        ),
        { ...strict, description: "Teams by name." },
      ),
    ),
    people: Type.Optional(
      Type.Record(
        Type.String({ pattern: identityPattern }),
        Type.Object(
          {
            emails: Type.Optional(
              Type.Array(Type.String({ minLength: 3, maxLength: 320 }), {
                uniqueItems: true,
                description: "Addresses in commits.",
              }),
            ),
            tokens: Type.Optional(
              Type.Array(Type.String({ pattern: tokenPattern }), {
                uniqueItems: true,
                description: "Names of tokens that the person uses.",
              }),
            ),
          },
          strict,
        ),
        { ...strict, description: "Which author addresses and tokens belong to whom." },
      ),
    ),
  },
  { ...strict, description: "Teams and people of the org." },
);

/** The org's teams and people as written. */
export type WrittenOrg = Static<typeof orgFormat>;
