const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** Five cron fields in words, such as `At 02:30, Monday to Friday`. What words do not fit is told as it is written. */
export function describeSchedule(schedule: string): string {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) return schedule;
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = fields;
  const time = describeTime(minute, hour);
  // Where both are given, one that fits is enough.
  const dates = [describeDays(day), describeWeekdays(weekday)].filter((part) => part !== "");
  const when = [time, dates.join(" or "), describeMonths(month)].filter((part) => part !== "").join(", ");
  return when.charAt(0).toUpperCase() + when.slice(1);
}

function describeTime(minute: string, hour: string): string {
  const hours = numbersOf(hour);
  if (isNumber(minute) && hours !== null) {
    const times = hours.map((one) => `${two(one)}:${two(Number(minute))}`);
    return `at ${joinWords(times)}`;
  }
  const step = /^\*\/(\d+)$/.exec(minute)?.[1];
  const pace =
    minute === "*"
      ? "every minute"
      : step !== undefined
        ? `every ${step} minutes`
        : isNumber(minute)
          ? `at minute ${minute} of every hour`
          : `at minutes ${minute} of every hour`;
  if (hour === "*") return isNumber(minute) && Number(minute) === 0 ? "every hour" : pace;
  const range = /^(\d+)-(\d+)$/.exec(hour);
  if (range !== null) return `${pace} from ${two(Number(range[1]))}:00 to ${two(Number(range[2]))}:59`;
  const everyHours = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (everyHours !== undefined) {
    return isNumber(minute)
      ? `every ${everyHours} hours at minute ${Number(minute)}`
      : `${pace}, in every ${everyHours}th hour`;
  }
  return `${pace}, in hours ${hour}`;
}

function describeDays(day: string): string {
  if (day === "*" || day === "?") return "";
  const numbers = numbersOf(day);
  if (numbers !== null) return `on day ${joinWords(numbers.map(String))} of the month`;
  const step = /^\*\/(\d+)$/.exec(day)?.[1];
  return step === undefined ? `on days ${day} of the month` : `every ${step} days of the month`;
}

function describeWeekdays(weekday: string): string {
  if (weekday === "*" || weekday === "?") return "";
  return describeNames(weekday, (text) => nameOf(days, text, 0));
}

function describeMonths(month: string): string {
  if (month === "*") return "";
  return `in ${describeNames(month, (text) => nameOf(months, text, 1))}`;
}

function describeNames(field: string, name: (text: string) => string | null): string {
  const parts = field.split(",").map((part) => {
    const ends = part.split("-").map(name);
    return ends.length <= 2 && ends.every((end) => end !== null) ? ends.join(" to ") : part;
  });
  return joinWords(parts);
}

/** By number, Sunday being 0 and 7, or by the first three letters. */
function nameOf(names: readonly string[], text: string, first: number): string | null {
  if (isNumber(text)) return names[(Number(text) - first) % names.length] ?? null;
  return names.find((name) => name.slice(0, 3).toLowerCase() === text.toLowerCase()) ?? null;
}

function numbersOf(field: string): readonly number[] | null {
  const parts = field.split(",");
  return parts.every(isNumber) ? parts.map(Number) : null;
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
