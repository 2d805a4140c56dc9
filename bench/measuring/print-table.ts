import { availableParallelism, loadavg } from "node:os";

/** One measured promise. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What the value should not exceed (or, for rates, not fall below); `null` where nothing was promised. */
  readonly aim: number | null;
  /** What the bare tools took for the same work in the same run; `null` where there is nothing to compare with. */
  readonly baseline: number | null;
}

/** Prints figures as a Markdown table, under the machine's load: a busy machine explains a slow row. */
export function printTable(title: string, figures: readonly Figure[]): void {
  const load = loadavg()[0]?.toFixed(1);
  const cells = [
    ["", "value", "aim", "baseline", "ratio"],
    ["---", "---:", "---:", "---:", "---:"],
    ...figures.map(({ what, value, unit, aim, baseline }) => [
      what,
      `${rounded(value)} ${unit}`,
      aim === null ? "" : `${aim} ${unit}`,
      baseline === null ? "" : `${rounded(baseline)} ${unit}`,
      baseline === null ? "" : (value / baseline).toFixed(2),
    ]),
  ];
  process.stdout.write(
    `\n${title} (Node ${process.version}, ${availableParallelism()} cores, load ${load})\n\n`,
  );
  process.stdout.write(`${aligned(cells).join("\n")}\n`);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `| ${cells.join(" | ")} |`;
  });
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
