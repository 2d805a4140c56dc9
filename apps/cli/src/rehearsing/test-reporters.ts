/** How `lockstep test` can print. */
export const testReporters = ["text", "json", "junit", "github"] as const;

export type TestReporter = (typeof testReporters)[number];
