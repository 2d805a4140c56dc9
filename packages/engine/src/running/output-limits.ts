/** The largest value that a step, or a run, may give: 8 MiB of JSON. */
export const outputLimits = { characters: 8 * 1024 * 1024 } as const;
