import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { FindingsPanel } from "./findings-panel.tsx";
import { GateList } from "./gate-list.tsx";
import { ImpactFacts } from "./impact-facts.tsx";
import { readPreviewSearch } from "./preview-search.ts";

const hostile = "<img src=x onerror=alert(1)>\u202egpj.exe";
const seen = "<img src=x onerror=alert(1)>⟨U+202E⟩gpj.exe";

test("findings say message, fix and place, all of it as text", () => {
  const finding = {
    code: "SCHEMA",
    severity: "error",
    line: 3,
    column: 9,
    message: hostile,
    fix: "Remove `it`.",
  };
  const { container } = render(
    <FindingsPanel findings={[{ ...finding, file: `pipelines/${hostile}` }]} count={240} />,
  );
  for (const told of ["240 findings", seen, `pipelines/${seen}:3:9`, "SCHEMA", "The first 1 of 240"])
    expect(container.textContent).toContain(told);
  expect(container.querySelector("code")?.textContent).toBe("it");
  expect(container.querySelector("img")).toBeNull();
});

test("closed gates come first with what to do and when; open ones when somebody wants them", async () => {
  const opensAt = "2026-02-02T21:00:00.000Z";
  const { container } = render(
    <GateList
      verdicts={[
        { gate: "validity", verdict: "open", because: "All manifests are valid." },
        { gate: "windows", verdict: "waiting", because: hostile, next: "Wait for the window.", opensAt },
      ]}
      predictedAt={opensAt}
    />,
  );
  for (const told of [seen, "Wait for the window.", "Opens at", "if nothing but time passes"])
    expect(container.textContent).toContain(told);
  expect(container.textContent).not.toContain("All manifests are valid.");
  await userEvent.click(screen.getByRole("button", { name: "1 open gate" }));
  expect(container.textContent).toContain("All manifests are valid.");
});

const nobody = {
  pipelines: { changed: 1, shown: 1 },
  totals: { running: 0, callers: 0, callees: 0 },
  running: [],
  firings: [],
  callers: [],
  callees: [],
  tokens: [],
  inputs: [],
};

test("impact names who feels it, and says when nobody does", () => {
  const { container, rerender } = render(<ImpactFacts impact={nobody} />);
  expect(container.textContent).toContain("Nobody feels it");
  const at = [{ instant: "2026-02-02T05:00:00.000Z", local: "2026-02-02 06:00 +01:00" }];
  const running = Array.from({ length: 20 }, (_, index) => ({
    slug: `p${index}`,
    version: "1.0.0",
    count: 2,
  }));
  rerender(
    <ImpactFacts
      impact={{
        ...nobody,
        totals: { running: 40, callers: 0, callees: 0 },
        running,
        firings: [{ slug: "hello", trigger: "daily", type: "cron", timezone: "Europe/Berlin", at, count: 3 }],
        inputs: [{ slug: "hello", tried: 100, rejected: 7, example: null }],
        tokens: [{ slug: "hello", actor: hostile, runs: 3, lastAt: "2026-02-02T05:00:00.000Z" }],
      }}
    />,
  );
  for (const told of [
    "40 end on the version",
    "and 12 more",
    "3 times in 24 hours",
    "7 of the last 100",
    seen,
  ])
    expect(container.textContent).toContain(told);
});

test("an address says only what can be meant", () => {
  expect(
    readPreviewSearch({ pullRequest: 12, show: "text", view: "sideways", side: "after", other: "x" }),
  ).toEqual({
    pullRequest: "12",
    show: "text",
    side: "after",
  });
});
