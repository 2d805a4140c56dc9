const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant (milliseconds) as clocks on the wall show it: `Mon 2026-03-02 08:00 GMT+1 (Europe/Berlin)`. */
export function localTime(instant: number, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const seconds = at("second") === "00" ? "" : `:${at("second")}`;
  return `${at("weekday")} ${at("year")}-${at("month")}-${at("day")} ${at("hour")}:${at("minute")}${seconds} ${at("timeZoneName")} (${timeZone})`;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  });
  formats.set(timeZone, format);
  return format;
}
