import { Failure, type OrgStore, type Timestamp } from "@lockstep/model";
import { Type } from "typebox";

import { instant, toInstant } from "./instant-parameter.ts";

/** `?at=` of what can be shown as it was. */
export const atParameter = {
  at: Type.Optional(instant("Shows what was in force at this instant.")),
};

/** The instant that is asked for; `null` for now. Failure: `invalid-input` for one in the future. */
export async function readAt(
  store: Pick<OrgStore, "now">,
  text: string | undefined,
): Promise<Timestamp | null> {
  return text === undefined ? null : assertPast(store, toInstant(text, "/at"), "/at");
}

/** The instant, unless it is yet to come. */
export async function assertPast(
  store: Pick<OrgStore, "now">,
  at: Timestamp,
  path: string,
): Promise<Timestamp> {
  const now = await store.now();
  if (at <= now) return at;
  throw new Failure("invalid-input", `${at} is in the future: the database says it is ${now}.`, {
    code: "INSTANT_IN_FUTURE",
    errors: [{ path, message: "must not be in the future" }],
  });
}
