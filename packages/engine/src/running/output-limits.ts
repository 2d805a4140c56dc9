/**
 * The largest value that a step, or a run, may give: 8 MiB of JSON, 192 levels. Expressions and schemas read 200
 * levels, and what a value is found in counts.
 */
export const outputLimits = { characters: 8 * 1024 * 1024, levels: 192 } as const;
