import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { answerRequests } from "../../test/answer-requests.ts";
import { showAt } from "../../test/show-at.tsx";
import { RunsScreen } from "./runs-screen.tsx";
import { readRunsSearch } from "./runs-search.ts";
import { runOf } from "./runs.fixture.ts";

const runs = { path: "/runs", validateSearch: readRunsSearch, component: RunsScreen };
const states = { queued: 0, running: 1, waiting: 0, completed: 12_345, failed: 2, cancelled: 0 };
const shown = [runOf("run-3", { slug: "refunds" }), runOf("run-2"), runOf("run-1", { status: "failed" })];

function answer(list: (url: URL) => unknown = () => ({ items: shown, next: null })) {
  return answerRequests({
    "/api/v1/runs": list,
    "/api/v1/runs/counts": () => ({ states, isCut: true }),
    "/api/v1/runs/durations": () => ({ points: [], isCut: false }),
    "/api/v1/environments": () => ({ items: [], next: null }),
  });
}

const last = (asked: readonly URL[], path: string) =>
  asked.findLast(({ pathname }) => pathname === `/api/v1${path}`)?.searchParams;

test("a pressed state goes to the address and to the server; counts go on counting every state", async () => {
  const asked = answer();
  const { history } = showAt("/runs?pipeline=invoices", runs);
  await userEvent.click(await screen.findByRole("button", { name: "Failed 2" }));
  await waitFor(() => expect(last(asked, "/runs")?.getAll("state")).toEqual(["failed"]));
  expect(last(asked, "/runs")?.get("pipeline")).toBe("invoices");
  expect(last(asked, "/runs/counts")?.has("state")).toBe(false);
  expect(history.location.search).toContain("failed");
  await userEvent.click(screen.getByRole("button", { name: "Failed 2", pressed: true }));
  await waitFor(() => expect(history.location.search).not.toContain("failed"));
  expect(screen.queryByRole("button", { name: "Completed 12,345" })).not.toBeNull();
  expect(screen.queryByText(/of the newest 10,000 runs/)).not.toBeNull();
});

test("keys choose a row, which the address remembers, and open it", async () => {
  answer();
  const { history } = showAt("/runs", runs);
  await screen.findByRole("link", { name: "refunds" });
  await userEvent.keyboard("jj");
  await waitFor(() => expect(history.location.search).toBe("?run=run-2"));
  expect(document.querySelectorAll("tr[aria-selected=true]")).toHaveLength(1);
  await userEvent.keyboard("k{Enter}");
  await waitFor(() => expect(history.location.pathname).toBe("/runs/run-3"));
});

test("the beginning of an id finds a run, any other word a pipeline", async () => {
  const asked = answer();
  showAt("/runs?search=01a21c03-c6", runs);
  await waitFor(() => expect(last(asked, "/runs")?.get("search")).toBe("01a21c03-c6"));
  const field = screen.getByRole("combobox", { name: "Pipeline or run" });
  await userEvent.clear(field);
  await userEvent.type(field, "refunds{Enter}");
  await waitFor(() => expect(last(asked, "/runs")?.get("pipeline")).toBe("refunds"));
  expect(last(asked, "/runs")?.has("search")).toBe(false);
});

test("says what to do when nothing ran, when nothing fits, and when it may not be seen", async () => {
  answer(() => ({ items: [], next: null }));
  const empty = showAt("/runs", runs);
  await screen.findByText("Nothing has run yet");
  empty.unmount();
  const narrowed = showAt("/runs?trigger=cron", runs);
  await screen.findByText("No run fits these filters");
  await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  await waitFor(() => expect(narrowed.history.location.search).toBe(""));
  narrowed.unmount();
  answer(() => Response.json({ title: "Forbidden", detail: "This needs more." }, { status: 403 }));
  showAt("/runs", runs);
  await screen.findByText("You may not see this");
});

test("what others wrote is text", async () => {
  const hostile = "<img src=x onerror=alert(1)>\u202e";
  const trigger = { type: "webhook", id: hostile } as const;
  answer(() => ({
    items: [runOf("run-1", { trigger, error: { type: "http", message: hostile } })],
    next: null,
  }));
  const { container } = showAt("/runs", runs);
  await screen.findByText(/⟨U\+202E⟩/);
  expect(container.querySelector("img")).toBeNull();
});
