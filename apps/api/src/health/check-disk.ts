import type { ReadinessCheck } from "./readiness-check.ts";

/** There is room for running runs to finish. */
export const checkDisk: ReadinessCheck = {
  name: "disk",
  async check({ measureDisk }) {
    const { freeBytes, reserveBytes } = await measureDisk();
    const because = `${toMebibytes(freeBytes)} MiB are free, ${toMebibytes(reserveBytes)} MiB are kept in reserve.`;
    return [{ name: "disk", ok: freeBytes >= reserveBytes, because }];
  },
};

function toMebibytes(bytes: number): number {
  return Math.floor(bytes / 1_048_576);
}
