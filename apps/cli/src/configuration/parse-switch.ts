/** `on` or `off`; `null` for anything else. */
export function parseSwitch(text: string): boolean | null {
  if (text === "on") return true;
  return text === "off" ? false : null;
}
