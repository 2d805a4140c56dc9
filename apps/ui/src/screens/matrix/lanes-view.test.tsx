import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { answerRequests } from "../../test/answer-requests.ts";
import { showAt } from "../../test/show-at.tsx";
import { LanesView } from "./lanes-view.tsx";
import { beadOf, hostileTexts, laneOf } from "./matrix.fixture.ts";

function show(lanes: unknown) {
  answerRequests({ "/api/v1/lanes": () => ({ lanes }) });
  return showAt("/", { path: "/", component: LanesView });
}

test("a stuck commit says the one thing it waits for and for how long", async () => {
  const opensAt = new Date(Date.now() + 2 * 3_600_000 + 13.5 * 60_000).toISOString();
  const stuck = {
    reason: "No deploys before the window opens.",
    next: "Nothing.",
    opensAt,
    predictedAt: opensAt,
  };
  show([
    laneOf("production", [beadOf({ state: "waiting", stuck }), beadOf({ deploy: "d0", isInForce: true })]),
  ]);
  const [first, second] = await screen.findAllByRole("img");
  expect(first?.getAttribute("aria-label")).toBe("Waiting");
  expect(second?.getAttribute("aria-label")).toBe("Applied");
  expect(screen.queryByText("No deploys before the window opens.")).not.toBeNull();
  expect(screen.queryByText(/in 2 h 13 min/)).not.toBeNull();
  expect(screen.queryByText("runs now")).not.toBeNull();
});

test("a bead leads to its deploy, one without a plan to its commit", async () => {
  show([laneOf("qa", [beadOf({ deploy: null, message: null, state: "observed" }), beadOf()])]);
  const commit = await screen.findByRole("link", { name: "Not planned yet" });
  expect(commit.getAttribute("href")).toBe(`/commits/${beadOf().revision}`);
  expect(screen.getByRole("link", { name: "Retry three times" }).getAttribute("href")).toBe("/deploys/d1");
});

test.each(hostileTexts)("a message or author like %.40s is text on one line", async (text) => {
  const { container } = show([laneOf("qa", [beadOf({ message: text, author: text })])]);
  const list = within(await screen.findByRole("region", { name: "Lanes" }));
  expect(list.getAllByRole("link").length).toBeGreaterThan(1);
  expect(container.querySelectorAll("img, script")).toHaveLength(0);
  expect(container.textContent).not.toContain("\u202e");
  expect(container.textContent.length).toBeLessThan(1_000);
});

test("without environments it says how to write one", async () => {
  show([]);
  await screen.findByText("There are no environments yet");
});
