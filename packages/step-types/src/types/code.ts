import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, duration, strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    source: text("Body of a JavaScript function of `input`; what it returns is the output."),
    input: Type.Optional(anyValue("What `input` is. Default null.")),
    memoryMb: Type.Optional(Type.Integer({ minimum: 1, maximum: 256, description: "Default 32." })),
    cpuTime: Type.Optional(duration("Most time it may compute. Default 1s.")),
  },
  strict,
);

/** `code`: sandboxed JavaScript. */
export const code = declareStepType({
  type: "code",
  summary: "Runs JavaScript in a sandbox without network, files or a clock of its own.",
  with: parameters,
  outputSchema: () => ({}),
  literal: ["/source", "/memoryMb", "/cpuTime"],
  powers: ["sandbox"],
});
