import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { answerRequests } from "../../test/answer-requests.ts";
import { showAt } from "../../test/show-at.tsx";
import { MatrixScreen } from "./matrix-screen.tsx";
import { readMatrixSearch } from "./matrix-search.ts";
import { cellOf, overviewOf, pageOf, rowOf } from "./matrix.fixture.ts";

/** As tall as it is taken for before it is measured. */
const rowHeight = 112;
const total = 1_000;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(rowHeight);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(390);
});

afterEach(() => {
  vi.restoreAllMocks();
  window.scrollY = 0;
});

/** An org of many pipelines of which each answer holds some. */
function showOrg(rowsOfPage: number) {
  const asked = answerRequests({
    "/api/v1/overview": () => ({ overview: overviewOf() }),
    "/api/v1/pipelines": ({ searchParams }) => {
      const from = Number(searchParams.get("cursor") ?? 0);
      const to = Math.min(from + rowsOfPage, total);
      const items = Array.from({ length: to - from }, (_, index) =>
        rowOf(`row-${from + index}`, { staging: cellOf() }),
      );
      return pageOf(items, { total, next: to === total ? null : String(to) });
    },
  });
  const cursors = () =>
    asked
      .filter(({ pathname }) => pathname === "/api/v1/pipelines")
      .map((url) => url.searchParams.get("cursor"));
  return {
    ...showAt("/", { path: "/", validateSearch: readMatrixSearch, component: MatrixScreen }),
    cursors,
  };
}

function scrollTo(row: number) {
  act(() => {
    window.scrollY = row * rowHeight;
    window.dispatchEvent(new Event("scroll"));
  });
}

test("what is scrolled into sight is loaded, on the way back, too", async () => {
  showOrg(45);
  await screen.findByText("row-0");
  scrollTo(500);
  await screen.findByText("row-500");
  scrollTo(0);
  await screen.findByText("row-0");
});

test("a renewal asks for the pages around what is in sight only", async () => {
  const { cursors, queryClient } = showOrg(45);
  await screen.findByText("row-0");
  scrollTo(700);
  await screen.findByText("row-700");
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  const before = cursors().length;
  await act(() => queryClient.invalidateQueries({ queryKey: ["pipelines"] }));
  expect(cursors().length - before).toBe(4);
  expect(screen.queryByText("row-700")).not.toBeNull();
});

test("short pages do not make the ends of a window chase each other", async () => {
  const { cursors, queryClient } = showOrg(5);
  await screen.findByText("row-0");
  scrollTo(60);
  await screen.findByText("row-60");
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(new Set(cursors()).size).toBe(cursors().length);
});
