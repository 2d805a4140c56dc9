import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { answerRequests } from "../test/answer-requests.ts";
import { showAt } from "../test/show-at.tsx";
import { Palette } from "./palette.tsx";
import type { SearchHit } from "./palette/search-query.ts";

beforeEach(() => localStorage.clear());

const invoices: SearchHit = {
  kind: "pipeline",
  id: "invoices",
  environment: "staging",
  title: "invoices",
  state: null,
};
const deploy: SearchHit = {
  kind: "deploy",
  id: "019aaaaa-0000-7000-8000-000000000001",
  environment: "production",
  title: "Send invoices twice",
  state: "waiting",
};

function open(
  items: readonly SearchHit[] | Response = [invoices, deploy],
  role: "admin" | "viewer" = "admin",
) {
  const asked = answerRequests({
    "/api/v1/search": () => (items instanceof Response ? items : { items }),
    "/api/v1/environments": () => ({
      items: ["staging", "production"].map((slug) => ({ slug, state: "in-sync" })),
      next: null,
    }),
  });
  const onClose = vi.fn<() => void>();
  const onShowKeys = vi.fn<() => void>();
  const component = () => <Palette isOpen {...{ onClose, onShowKeys }} />;
  const session = { name: "ada", role, environments: null, team: null, expiresAt: null };
  return { ...showAt("/", { path: "/", component }, session), asked, onClose, onShowKeys };
}

/** What the text points at, as somebody hears it. */
function active(): string {
  const id = screen.getByRole("combobox").getAttribute("aria-activedescendant") ?? "";
  return document.querySelector(`[id="${id}"][role=option][aria-selected=true]`)?.textContent ?? "";
}

test("arrows move what the text points at, around both ends, and the focus stays in the text", async () => {
  open();
  const field = await screen.findByRole("combobox");
  await userEvent.type(field, "invoices");
  await screen.findByRole("option", { name: /Send invoices twice/ });
  expect(active()).toContain("Pipeline");
  await userEvent.keyboard("{ArrowDown}");
  expect(active()).toContain("Send invoices twice");
  await userEvent.keyboard("{ArrowUp}{ArrowUp}");
  expect(active()).toContain("Roll back invoices");
  expect(document.activeElement).toBe(field);
  expect(screen.getAllByRole("option", { selected: true })).toHaveLength(1);
});

test("Enter goes there and closes, and the place is offered first the next time", async () => {
  const first = open();
  await userEvent.type(await screen.findByRole("combobox"), "invoices");
  await screen.findByRole("option", { name: /Send invoices twice/ });
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(first.history.location.pathname).toBe(`/deploys/${deploy.id}`);
  expect(first.onClose).toHaveBeenCalledOnce();
  first.unmount();
  open();
  await screen.findByRole("combobox");
  expect(active()).toContain("Send invoices twice");
});

test("a click goes there, too", async () => {
  const { history } = open();
  await userEvent.type(await screen.findByRole("combobox"), "inv");
  await userEvent.click(await screen.findByRole("option", { name: /Pipeline$/ }));
  expect(history.location.pathname).toBe("/environments/staging/pipelines/invoices");
});

test("`roll back invoices` searches for invoices and offers every environment", async () => {
  const { asked, history } = open([invoices]);
  await userEvent.type(await screen.findByRole("combobox"), "roll back invoices");
  await userEvent.click(await screen.findByRole("option", { name: /Roll back invoices.*in production/ }));
  expect(history.location.href).toBe("/environments/production/rollback?only=invoices");
  const searched = asked.findLast(({ pathname }) => pathname === "/api/v1/search");
  expect(searched?.searchParams.get("q")).toBe("invoices");
});

test("who may not roll back is not offered it", async () => {
  open([invoices], "viewer");
  await userEvent.type(await screen.findByRole("combobox"), "roll back invoices");
  await screen.findByRole("option", { name: /Pipeline$/ });
  expect(screen.queryByRole("option", { name: /Roll back/ })).toBeNull();
});

test("screens and actions are found by their names", async () => {
  const { onShowKeys } = open([]);
  const field = await screen.findByRole("combobox");
  await userEvent.type(field, "show the");
  await waitFor(() => expect(active()).toContain("Show the keys"));
  await userEvent.keyboard("{Enter}");
  expect(onShowKeys).toHaveBeenCalledOnce();
});

test.each(['<img src=x onerror="alert(1)">', "invoice\u202efdp.exe", "x".repeat(10_000)])(
  "what is called %.40s is text",
  async (title) => {
    open([{ ...deploy, title }]);
    await userEvent.type(await screen.findByRole("combobox"), "invo");
    const found = await screen.findByRole("option", { name: /Deploy$/ });
    expect(document.querySelectorAll("img, script")).toHaveLength(0);
    expect(found.textContent).not.toContain("\u202e");
    expect(found.textContent.length).toBeLessThan(500);
  },
);

test("what nobody is called says how ids are found", async () => {
  open([]);
  await userEvent.type(await screen.findByRole("combobox"), "zzz");
  await screen.findByText(/^Nothing is called so/);
});

test("when the server does not search, screens still are", async () => {
  open(Response.json({ title: "Busy", detail: "Try again." }, { status: 500 }));
  await userEvent.type(await screen.findByRole("combobox"), "audit");
  await screen.findByText(/cannot be searched now: Try again/);
  expect(active()).toContain("Audit");
});

test.each(["no JSON", '[{"path":"//evil.example","title":"x","kind":"y","icon":"dot"}]', '{"a":1}'])(
  "what is stored and is no place of the dashboard is forgotten: %s",
  async (stored) => {
    localStorage.setItem("lockstep-recent", stored);
    open();
    await screen.findByRole("combobox");
    expect(active()).toBe("PipelinesScreen");
  },
);
