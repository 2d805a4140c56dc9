import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import type { Role, Session } from "../session/session.ts";
import { AnswerDeploy } from "./answer-deploy.tsx";
import type { Deploy } from "./deploy-queries.ts";
import { verdict } from "./verdict.fixture.ts";

afterEach(() => vi.unstubAllGlobals());

const shownHash = `sha256:${"a".repeat(64)}`;
const newHash = `sha256:${"b".repeat(64)}`;

function deploy(given: Partial<Deploy> = {}): Deploy {
  const pointer = {
    version: "1.0.0",
    content: shownHash,
    manifest: shownHash,
    team: null,
    path: "hello.json",
  };
  const change = {
    kind: "create",
    slug: "<b>hello</b>",
    class: null,
    from: null,
    to: pointer,
    contract: null,
  };
  return {
    id: "deploy-1",
    environment: "production",
    state: "waiting",
    planHash: shownHash,
    verdicts: [verdict("approvals", { verdict: "waiting" })],
    plan: { changes: [{ ...change, differences: [] }] },
    ...given,
  } as unknown as Deploy;
}

/** The server, as far as answers go: it takes only the plan that is in force there. */
function serve(planHash: string): readonly { readonly path: string; readonly body: unknown }[] {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    const body = (await request.json()) as { readonly planHash: string };
    asked.push({ path: new URL(request.url).pathname, body });
    if (body.planHash === planHash) return Response.json({ approval: {} });
    const problem = { code: "PLAN_CHANGED", detail: "This is not the plan that was shown." };
    return Response.json(problem, { status: 409 });
  });
  return asked;
}

function show(role: Role = "approver", because = "") {
  const client = new QueryClient();
  const session: Session = { name: "grace", role, environments: null, team: null, expiresAt: null };
  client.setQueryData(["session"], session);
  const page = (shown: Deploy) => (
    <QueryClientProvider client={client}>
      <AnswerDeploy deploy={shown} approval={{ isOpen: because === "", because }} />
    </QueryClientProvider>
  );
  const { rerender } = render(page(deploy()));
  return (shown: Deploy) => rerender(page(shown));
}

// Whether each element is hidden from those who listen takes jsdom seconds to find out.
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name, hidden: true });
const inDialog = (name: string) =>
  screen.getAllByRole("button", { name, hidden: true }).at(-1) as HTMLButtonElement;

test("a yes is sent with the hash of the plan that was shown, and the dialog closes", async () => {
  const asked = serve(shownHash);
  show();
  await userEvent.click(button("Approve"));
  expect(screen.getByRole("dialog", { hidden: true }).querySelector("b")).toBeNull();
  await userEvent.click(inDialog("Approve"));
  expect(asked).toEqual([{ path: "/api/v1/deploys/deploy-1/approve", body: { planHash: shownHash } }]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a plan that changed meanwhile is never answered by accident", async () => {
  const asked = serve(newHash);
  const update = show();
  await userEvent.click(button("Approve"));
  update(deploy({ planHash: newHash }));
  expect(screen.getByRole("dialog", { hidden: true }).textContent).toContain(
    "The plan changed while this was open",
  );
  await userEvent.click(inDialog("Approve"));
  expect(asked.map(({ body }) => body)).toEqual([{ planHash: shownHash }]);
  expect(screen.getByRole("dialog", { hidden: true }).textContent).toContain(
    "This is not the plan that was shown.",
  );
});

test("a no needs a reason", async () => {
  const asked = serve(shownHash);
  show();
  await userEvent.click(button("Reject"));
  expect(inDialog("Reject").disabled).toBe(true);
  await userEvent.click(screen.getByLabelText("Reason"));
  await userEvent.paste("not before the release");
  await userEvent.click(inDialog("Reject"));
  const body = { planHash: shownHash, reason: "not before the release" };
  expect(asked).toEqual([{ path: "/api/v1/deploys/deploy-1/reject", body }]);
});

test("who may not approve reads why, as text", () => {
  show("approver", "Who may: <img src=x>.");
  expect(button("Approve").disabled).toBe(true);
  expect(button("Reject").disabled).toBe(false);
  expect(screen.queryByText("Who may: <img src=x>.")).not.toBeNull();
});

test("who may not answer at all is offered nothing, and reads why", () => {
  show("viewer", "Answering needs the role approver; yours is viewer.");
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByText("Answering needs the role approver; yours is viewer.")).not.toBeNull();
});

test("a yes is not offered where it would open nothing; a no is", () => {
  const update = show();
  update(deploy({ verdicts: [verdict("hold", { verdict: "waiting" })] }));
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  expect(button("Reject").disabled).toBe(false);
});

test("what has ended is not asked about", () => {
  const update = show();
  update(deploy({ state: "applied" }));
  expect(screen.queryByRole("button")).toBeNull();
});
