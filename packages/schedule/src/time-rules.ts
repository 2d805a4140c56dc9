import { Cron } from "croner";
import { LRUCache } from "lru-cache";

const schedules = new LRUCache<string, { readonly because: string | null }>({ max: 2_000 });
const zones = new LRUCache<string, boolean>({ max: 1_000 });

/** Why a text is not a cron schedule of five fields that ever fires; `null` when it is one. */
export function cronFault(schedule: string): string | null {
  const known = schedules.get(schedule);
  if (known !== undefined) return known.because;
  const because = parseSchedule(schedule);
  schedules.set(schedule, { because });
  return because;
}

function parseSchedule(schedule: string): string | null {
  if (schedule.length > 200) return "it is longer than 200 characters";
  try {
    const cron = new Cron(schedule, { mode: "5-part", paused: true, timezone: "UTC" });
    return cron.nextRun(new Date(0)) === null ? "it never fires" : null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, "") : "it cannot be parsed";
  }
}

/** Whether a text names a time zone of the IANA database. */
export function isTimezone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const exists = /^[A-Za-z]/.test(zone) && isKnownToPlatform(zone);
  zones.set(zone, exists);
  return exists;
}

function isKnownToPlatform(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
