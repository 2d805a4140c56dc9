import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { answerRequests } from "../../test/answer-requests.ts";
import { showAt } from "../../test/show-at.tsx";
import { MatrixScreen } from "./matrix-screen.tsx";
import { readMatrixSearch } from "./matrix-search.ts";
import { cellOf, overviewOf, pageOf, rowOf } from "./matrix.fixture.ts";

const matrix = { path: "/", validateSearch: readMatrixSearch, component: MatrixScreen };
const rows = ["invoices", "payouts", "refunds"].map((slug) =>
  rowOf(slug, { staging: cellOf(), production: null }),
);

function answer(pipelines: (url: URL) => unknown = () => pageOf(rows)) {
  return answerRequests({
    "/api/v1/pipelines": pipelines,
    "/api/v1/overview": () => ({ overview: overviewOf() }),
  });
}

function lastQuestion(asked: readonly URL[]): URLSearchParams | undefined {
  return asked.findLast(({ pathname }) => pathname === "/api/v1/pipelines")?.searchParams;
}

test("a pressed state goes to the address and to the server", async () => {
  const asked = answer();
  const { history } = showAt("/", matrix);
  await userEvent.click(await screen.findByRole("button", { name: "Pending 2" }));
  await waitFor(() => expect(lastQuestion(asked)?.getAll("sync")).toEqual(["pending"]));
  expect(decodeURIComponent(history.location.search)).toBe('?sync=["pending"]');
  await userEvent.click(screen.getByRole("button", { name: "Pending 2", pressed: true }));
  await waitFor(() => expect(history.location.search).toBe(""));
});

test("what is typed goes to the address, and back leads to before it was typed", async () => {
  const asked = answer();
  const { history } = showAt("/", matrix);
  const field = await screen.findByRole("searchbox", { name: "Filter by name" });
  await userEvent.type(field, "pay");
  await waitFor(() => expect(lastQuestion(asked)?.get("search")).toBe("pay"));
  expect(history.location.search).toBe("?q=pay");
  await userEvent.click(screen.getByRole("button", { name: "Clear" }));
  await waitFor(() => expect((field as HTMLInputElement).value).toBe(""));
  expect(history.location.search).toBe("");
});

test("an address shows what it asks for", async () => {
  const asked = answer();
  showAt('/?q=pay&health=["failing"]&environment=staging&team=payments&sort=drift', matrix);
  const field = await screen.findByRole<HTMLInputElement>("searchbox", { name: "Filter by name" });
  expect(field.value).toBe("pay");
  await screen.findByRole("button", { name: /^Failing/, pressed: true });
  expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Environment" }).value).toBe("staging");
  expect(Object.fromEntries(lastQuestion(asked) ?? [])).toEqual({
    search: "pay",
    health: "failing",
    environment: "staging",
    team: "payments",
    sort: "drift",
    limit: "50",
  });
});

test("what does not fit in an address is left out", async () => {
  const asked = answer();
  showAt(`/?sync=wrong&sort=up&q=${"x".repeat(5_000)}`, matrix);
  await screen.findByText("invoices");
  expect([...(lastQuestion(asked) ?? [])]).toEqual([["limit", "50"]]);
});

test("the rows stay until the answer to the next question comes", async () => {
  let resolve: (page: unknown) => void = () => {};
  const promise = new Promise<unknown>((settle) => (resolve = settle));
  answer((url) => (url.searchParams.has("sync") ? promise : pageOf(rows)));
  showAt("/", matrix);
  await userEvent.click(await screen.findByRole("button", { name: "Pending 2" }));
  expect(screen.queryByText("invoices")).not.toBeNull();
  resolve(pageOf([rowOf("payouts", { staging: cellOf({ sync: "pending" }) })]));
  await waitFor(() => expect(screen.queryByText("invoices")).toBeNull());
  expect(screen.queryByText("payouts")).not.toBeNull();
});

test("j and k move the focus through the names, Enter opens", async () => {
  answer();
  const { history } = showAt("/", matrix);
  await screen.findByText("invoices");
  const focused = () => document.activeElement?.getAttribute("href");
  await userEvent.keyboard("jj");
  await waitFor(() => expect(focused()).toBe("/environments/staging/pipelines/payouts"));
  await userEvent.keyboard("k");
  await waitFor(() => expect(focused()).toBe("/environments/staging/pipelines/invoices"));
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(history.location.pathname).toBe("/environments/staging/pipelines/invoices"));
});

test("an org without pipelines says how to write one", async () => {
  answer(() => pageOf([]));
  showAt("/", matrix);
  await screen.findByText("No pipeline runs yet");
  expect(screen.queryByText("lockstep init")).not.toBeNull();
});

test("filters that nothing fits can be cleared", async () => {
  answer((url) => pageOf(url.searchParams.has("search") ? [] : rows));
  const { history } = showAt("/?q=nothing", matrix);
  await userEvent.click(await screen.findByRole("button", { name: "Clear all filters" }));
  await screen.findByText("invoices");
  expect(history.location.search).toBe("");
});

test.each([
  [403, "You may not see this"],
  [500, "It broke"],
])("an answer of %i says what to do", async (status, words) => {
  answer(() => Response.json({ title: "It broke", detail: "Because." }, { status }));
  showAt("/", matrix);
  expect(within(await screen.findByRole("alert")).queryByText(words)).not.toBeNull();
});

test("what waits for whoever looks is linked", async () => {
  const longest = {
    id: "x",
    environment: "staging",
    slug: "invoices",
    kind: "edited",
    sentence: "It was edited.",
    since: "2026-01-01T00:00:00.000Z",
  } as const;
  answerRequests({
    "/api/v1/pipelines": () => pageOf(rows),
    "/api/v1/overview": () => ({
      overview: overviewOf({
        waitingForMe: {
          deploys: {
            count: 3,
            first: [{ id: "d7", environment: "production", message: "<b>Pay</b> twice" } as never],
          },
          approvals: { count: 0, isMore: false, first: [] },
        },
        drift: { count: 2, longest },
      }),
    }),
  });
  showAt("/", matrix);
  const part = within(await screen.findByRole("region", { name: "What needs somebody" }));
  expect(part.getByRole("link", { name: "production <b>Pay</b> twice" }).getAttribute("href")).toBe(
    "/deploys/d7",
  );
  expect(part.getByRole("link", { name: /invoices/ }).getAttribute("href")).toBe("/drift");
});
