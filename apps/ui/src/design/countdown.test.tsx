import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Countdown, describeCountdown } from "./countdown.tsx";

test.each([
  [1, "in 1 s"],
  [999, "in 1 s"],
  [41_000, "in 41 s"],
  [59_001, "in 1 min"],
  [250_000, "in 4 min 10 s"],
  [3 * 3_600_000 + 120_000, "in 3 h 2 min"],
  [51 * 3_600_000, "in 2 d 3 h"],
])("%i ms are %s", (milliseconds, said) => {
  expect(describeCountdown(milliseconds)).toBe(said);
});

test.each([0, -1, -86_400_000, Number.NaN])(
  "with %d ms left it is any moment, never a negative time",
  (left) => {
    expect(describeCountdown(left)).toBe("any moment");
  },
);

test("the instant itself stands behind it", () => {
  const at = new Date(Date.now() + 90_000).toISOString();
  render(<Countdown at={at} />);
  const timer = screen.getByRole("timer");
  expect(timer.getAttribute("datetime")).toBe(at);
  expect(timer.textContent).toMatch(/^in 1 min/);
});
