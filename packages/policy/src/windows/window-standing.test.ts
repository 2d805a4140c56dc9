import { expect, test } from "vitest";

import { windowStanding } from "./window-standing.ts";

const office = { cron: "0 8 * * 1-4", duration: "9h", reason: "" };
const windows = { timezone: "Europe/Berlin", allow: [office], deny: [], breakGlass: null };

test("open windows say when they close", () => {
  expect(windowStanding(windows, "2026-03-02T08:00:00.000Z")).toEqual({
    isOpen: true,
    reason: "",
    opensAt: null,
    closesAt: "2026-03-02T16:00:00.000Z",
  });
});

test("closed ones say when they open, across a change of clocks", () => {
  expect(windowStanding(windows, "2026-03-26T16:00:00.000Z")).toMatchObject({
    isOpen: false,
    opensAt: "2026-03-30T06:00:00.000Z",
    closesAt: null,
  });
});

test("windows that touch close where the last of them ends", () => {
  const late = { cron: "0 17 * * 1", duration: "2h", reason: "" };
  expect(windowStanding({ ...windows, allow: [office, late] }, "2026-03-02T08:00:00.000Z").closesAt).toBe(
    "2026-03-02T18:00:00.000Z",
  );
});

test("what denies closes them, and says why", () => {
  const lunch = { cron: "0 12 * * *", duration: "1h", reason: "lunch" };
  const denied = { ...windows, deny: [lunch] };
  expect(windowStanding(denied, "2026-03-02T08:00:00.000Z").closesAt).toBe("2026-03-02T11:00:00.000Z");
  expect(windowStanding(denied, "2026-03-02T11:30:00.000Z")).toMatchObject({
    reason: "lunch",
    opensAt: "2026-03-02T12:00:00.000Z",
  });
});

test("windows that are always open never close", () => {
  expect(windowStanding({ ...windows, allow: [] }, "2026-03-02T08:00:00.000Z")).toEqual({
    isOpen: true,
    reason: "",
    opensAt: null,
    closesAt: null,
  });
});
