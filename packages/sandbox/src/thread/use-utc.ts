/** QuickJS asks this thread's `Date` what local time is; a step must give the same result on every machine. */
export function useUtc(): void {
  const local = Date.prototype;
  local.getTimezoneOffset = () => 0;
  for (const part of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds"] as const)
    local[`get${part}`] = local[`getUTC${part}`];
}
