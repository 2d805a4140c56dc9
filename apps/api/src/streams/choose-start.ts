import { Failure, type OrgStore } from "@lockstep/model";

/** After the event the client saw last; from now on when it saw none. Failure: `invalid-input`. */
export async function chooseStart(
  { events }: Pick<OrgStore, "events">,
  lastSeen: string | undefined,
): Promise<number> {
  const newest = await events.lastId();
  if (lastSeen === undefined) return newest;
  if (/^\d{1,15}$/.test(lastSeen)) return Math.min(Number(lastSeen), newest);
  throw new Failure("invalid-input", "The last event seen must be the number of an event.");
}
