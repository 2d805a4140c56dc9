import { Type } from "typebox";

import { list } from "./fields.ts";

/** What every error response holds (RFC 9457). */
export const problemDocumentView = Type.Object(
  {
    type: Type.String({ description: "Where this kind of failure is explained." }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: "What, which, and what to do next. Never a submitted value." }),
    code: Type.String({ description: "A stable word for programs." }),
    requestId: Type.String(),
    errors: Type.Optional(list(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { $id: "Problem" },
);
