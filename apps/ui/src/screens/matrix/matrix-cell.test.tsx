import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { MatrixCell } from "./matrix-cell.tsx";
import { PipelineName } from "./matrix-row.tsx";
import { cellOf, environmentOf, hostileTexts, rowOf } from "./matrix.fixture.ts";

const place = { slug: "invoices", environment: "staging", promotesTo: ["production"], isDimmed: false };

test("a cell says what runs, both axes and how far it is ahead, and leads to it", () => {
  render(<MatrixCell {...place} cell={cellOf({ ahead: 3, sync: "drifted", health: "failing" })} />);
  const link = screen.getByRole("link");
  expect(link.getAttribute("href")).toBe("/environments/staging/pipelines/invoices");
  expect(link.textContent).toContain("1.4.0");
  expect(link.textContent).toContain("9f3c2a1b");
  expect(link.textContent).toContain("3 ahead of production");
  expect(link.textContent).toContain("Drifted");
  expect(link.textContent).toContain("Failing");
});

test("what is well keeps its words for those who listen and draws only shapes", () => {
  render(<MatrixCell {...place} cell={cellOf()} />);
  expect(screen.getByText("In sync").className).toBe("sr-only");
  expect(screen.getByText("Healthy").className).toBe("sr-only");
});

test.each([
  ["1.5.0", "to 1.5.0"],
  [null, "to gone"],
])("a change on its way to %s is named", (version, words) => {
  const change = { deploy: "d2", kind: "update", version } as const;
  render(<MatrixCell {...place} cell={cellOf({ change, sync: "waiting" })} />);
  expect(screen.getByRole("link").textContent).toContain(words);
});

test("the reason and the next step stand behind the cell", () => {
  const because = "1 of 2 approvals is missing.";
  render(<MatrixCell {...place} cell={cellOf({ sync: "waiting", because, next: "Approve it." })} />);
  expect(screen.getByRole("link").title).toBe(
    "Waiting: 1 of 2 approvals is missing.\nNext: Approve it.\nHealthy: All of the last 9 runs completed.",
  );
});

test("where a pipeline is not, nothing leads anywhere", () => {
  render(<MatrixCell {...place} cell={null} />);
  expect(screen.queryByRole("link")).toBeNull();
  expect(screen.queryByText("not there")).not.toBeNull();
});

test.each(hostileTexts)("a name, title or team like %.40s is text on one line", (text) => {
  const row = { ...rowOf(text, { staging: cellOf() }), title: text, team: text };
  const { container } = render(<PipelineName row={row} environments={[environmentOf("staging")]} />);
  expect(container.querySelectorAll("img, script")).toHaveLength(0);
  expect(container.textContent).not.toContain("\u202e");
  expect(container.textContent.length).toBeLessThan(1_000);
  for (const line of container.querySelectorAll("bdi")) expect(line.className).toContain("truncate");
  expect(new URL(screen.getByRole<HTMLAnchorElement>("link").href).pathname).toBe(
    `/environments/staging/pipelines/${encodeURIComponent(text)}`,
  );
});

test("a name leads to the lowest environment that has the pipeline", () => {
  const row = rowOf("invoices", { staging: null, production: cellOf() });
  render(<PipelineName row={row} environments={[environmentOf("staging"), environmentOf("production")]} />);
  expect(screen.getByRole("link").getAttribute("href")).toBe("/environments/production/pipelines/invoices");
});
