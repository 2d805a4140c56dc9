/** How `lockstep test` can print. */
export const testReporters = ["text", "json", "junit"] as const;

export type TestReporter = (typeof testReporters)[number];
