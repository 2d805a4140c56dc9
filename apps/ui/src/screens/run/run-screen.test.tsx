import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Session } from "../../session/session.ts";
import { answerRequests } from "../../test/answer-requests.ts";
import { showAt } from "../../test/show-at.tsx";
import { runOf } from "../runs/runs.fixture.ts";
import type { RunDetails } from "./run-queries.ts";
import { RunScreen } from "./run-screen.tsx";
import { readRunSearch } from "./run-search.ts";

const page = { path: "/runs/$id", validateSearch: readRunSearch, component: RunScreen };
const session = (more: Partial<Session>): Session => ({
  name: "ada",
  role: "viewer",
  environments: null,
  team: null,
  expiresAt: null,
  ...more,
});

const waterfall = {
  base: "2026-02-03T14:00:00.000Z",
  steps: ["fetch", "each"],
  states: ["pending", "running", "waiting", "completed", "failed"],
  waits: ["instant", "person", "run"],
  attempts: [
    [0, -1, 1, 4, 100, 200, null, -1],
    [0, -1, 2, 3, 300, 400, null, -1],
    [1, 0, 1, 3, 410, 420, null, -1],
    [1, 1, 1, 4, 410, 430, null, -1],
  ],
  isCut: false,
};

const asked = {
  run: "run-1",
  step: "ask",
  item: -1,
  prompt: "May <b>Borealis</b> get it back?",
  assignees: ["token:carol"],
  form: { type: "object", required: ["approved"], properties: { approved: { type: "boolean" } } },
  expiresAt: "2999-01-01T00:00:00.000Z",
};

function answer(run: RunDetails, more: Readonly<Record<string, (url: URL) => unknown>> = {}) {
  return answerRequests({
    "/api/v1/runs/run-1": () => ({ run }),
    "/api/v1/runs/run-1/waterfall": () => waterfall,
    "/api/v1/runs/run-1/logs": () => ({ items: [], next: null }),
    "/api/v1/approvals": () => ({ items: [asked], next: null }),
    ...more,
  });
}

// jsdom lays nothing out: without a height no row would be in sight.
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
});
afterEach(() => vi.restoreAllMocks());

describe("the page of a run", () => {
  test("says what ran and links to what was reviewed", async () => {
    answer(runOf("run-1"));
    showAt("/runs/run-1", page);
    expect(await screen.findByRole("link", { name: "the deploy that put it there" })).toHaveProperty(
      "pathname",
      "/deploys/deploy-1",
    );
    expect(screen.getByRole("link", { name: "3f1c2ab43f1c" })).toHaveProperty(
      "pathname",
      `/commits/${"3f1c2ab4".repeat(5)}`,
    );
    expect(screen.getByRole("group", { name: "Output" }).textContent).toContain('greeting: "Hello"');
  });

  test("opens steps and chooses attempts in the address", async () => {
    answer(runOf("run-1"), {
      "/api/v1/runs/run-1/steps": () => ({ items: [], next: null }),
    });
    const { history } = showAt("/runs/run-1", page);
    const table = await screen.findByRole("table", { name: "Steps over time" });
    expect(await within(table).findAllByRole("row")).toHaveLength(3);
    expect(table.textContent).toContain("2 items · 1 failed");
    await userEvent.click(within(table).getByRole("button", { name: "Open fetch" }));
    await userEvent.click(await within(table).findByRole("button", { name: "Try 1" }));
    await waitFor(() => expect(history.location.search).toBe("?attempt=fetch.-1.1&open=fetch"));
    await screen.findByText("There is no such attempt");
  });

  test.each([
    ["a viewer", "viewer", "failed", []],
    ["a runner", "runner", "failed", ["Retry"]],
    ["a runner, while it runs", "runner", "running", ["Cancel"]],
    ["an admin", "admin", "failed", ["Retry", "Erase data"]],
    ["an admin, when all is well", "admin", "completed", ["Erase data"]],
  ] as const)("offers %s what they may do", async (_, role, status, offered) => {
    const endedAt = status === "running" ? null : "2026-02-03T14:00:01.100Z";
    answer(runOf("run-1", { status, endedAt }));
    showAt("/runs/run-1", page, session({ role }));
    await screen.findByText("What ran, and why");
    const found = ["Retry", "Cancel", "Erase data"].filter(
      (name) => screen.queryByRole("button", { name }) !== null,
    );
    expect(found).toEqual(offered);
  });

  test.each([
    ["an approver", session({ role: "approver" }), true],
    ["whoever it asks", session({ name: "carol" }), true],
    ["another viewer", session({}), "Asked of token:carol and of approvers."],
    [
      "whoever started it",
      session({ name: "bob", role: "admin" }),
      "You started this run, so somebody else answers.",
    ],
  ])("lets %s answer, or says who may", async (_, who, expected) => {
    answer(runOf("run-1", { status: "waiting", endedAt: null }));
    showAt("/runs/run-1", page, who);
    await screen.findByText("May <b>Borealis</b> get it back?");
    const approve = screen.queryByRole("button", { name: "Approve" });
    if (expected === true) expect(approve).not.toBeNull();
    else {
      expect(approve).toBeNull();
      expect(document.body.textContent).toContain(expected);
    }
  });

  test("says that there is no such run", async () => {
    answerRequests({});
    showAt("/runs/run-1", page);
    await screen.findByRole("alert");
    expect(screen.queryByText("There is no such thing")).not.toBeNull();
  });
});
