import { widthOf } from "./render-text.ts";
import { styled, type Text } from "./text.ts";

const gap = "  ";

/** Rows under headings, every column as wide as its widest cell; one text per line. */
export function table(headings: readonly string[], rows: readonly (readonly Text[])[]): readonly Text[] {
  const head = headings.map((heading) => styled("dim", heading));
  return alignColumns([head, ...rows]);
}

/** Rows with aligned columns and no headings. */
export function alignColumns(rows: readonly (readonly Text[])[]): readonly Text[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
    }
  }
  return rows.map((row) =>
    row.map((cell, index) => padded(cell, { width: widths[index] ?? 0, isLast: index === row.length - 1 })),
  );
}

function padded(cell: Text, column: { readonly width: number; readonly isLast: boolean }): Text {
  if (column.isLast) return cell;
  return [cell, " ".repeat(column.width - widthOf(cell)), gap];
}
