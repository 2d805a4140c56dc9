import type { Json, JsonObject, SqlRequest } from "@lockstep/model";

import { Refusal } from "../refusal.ts";

/** Rows as they arrive, within bounds. */
export class RowCollector {
  readonly rows: JsonObject[] = [];
  readonly #bounds: Pick<SqlRequest, "maxRows" | "maxBytes">;
  #bytes = 0;

  constructor(bounds: Pick<SqlRequest, "maxRows" | "maxBytes">) {
    this.#bounds = bounds;
  }

  /** Throws {@link Refusal} when a row is one too many, or two of its columns share a name. */
  add(names: readonly string[], values: readonly Json[]): void {
    if (this.rows.length === 0) checkColumns(names);
    const row = Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
    this.#bytes += JSON.stringify(row).length;
    this.rows.push(row);
    const { maxRows, maxBytes } = this.#bounds;
    if (this.rows.length > maxRows)
      throw new Refusal(
        "execution",
        `The statement gives more than ${maxRows} rows; raise \`maxRows\` or ask for fewer.`,
      );
    if (this.#bytes > maxBytes) throw tooLarge(maxBytes);
  }
}

export function tooLarge(maxBytes: number): Refusal {
  return new Refusal("execution", `The rows are larger than ${maxBytes} bytes together; ask for fewer.`);
}

/** One of two columns with the same name would be lost. */
function checkColumns(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new Refusal("validation", `The statement gives two columns named ${twice}; name them apart with AS.`);
}
