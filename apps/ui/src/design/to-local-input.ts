/** Milliseconds since 1970 as `datetime-local` takes them: in the viewer's zone, to the minute or to the second. */
export function toLocalInput(milliseconds: number, precision: "minute" | "second"): string {
  const local = new Date(milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, precision === "minute" ? 16 : 19);
}
