import type { SqlOutcome } from "@lockstep/model";

type Refused = Extract<SqlOutcome, { ok: false }>;

/** Why a statement was not carried out; thrown inside this package only, and a value outside. */
export class Refusal extends Error {
  readonly type: Refused["type"];

  constructor(type: Refused["type"], message: string, cause?: unknown) {
    super(message, { cause });
    this.type = type;
  }

  toOutcome(): Refused {
    return { ok: false, type: this.type, message: this.message };
  }
}
