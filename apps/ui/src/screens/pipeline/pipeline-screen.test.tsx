import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { answerRequests } from "../../test/answer-requests.ts";
import { showAt } from "../../test/show-at.tsx";
import { PipelineScreen } from "./pipeline-screen.tsx";
import { readPipelineSearch } from "./pipeline-search.ts";

const path = "/environments/$env/pipelines/$slug";
const pipelineScreen = { path, validateSearch: readPipelineSearch, component: PipelineScreen };
const at = "2026-01-01T00:00:00.000Z";
const hostile = '<img src=x onerror="alert(1)">';

const pipeline = {
  slug: "orders",
  version: "1.2.0",
  content: `sha256:${"a".repeat(64)}`,
  manifest: `sha256:${"b".repeat(64)}`,
  team: null,
  path: "pipelines/orders.pipeline.json",
  uses: { variables: [], secrets: [], connections: [] },
  deploy: "deploy-2",
  since: at,
  definition: {
    title: hostile,
    description: "Takes orders.",
    input: {
      schema: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
      sample: { id: "O-1" },
    },
    steps: [{ id: "fetch", type: "http" }],
    triggers: [
      { id: "nightly", type: "cron", enabled: true },
      { id: "hourly", type: "cron", enabled: false },
    ],
  },
};

const cell = {
  version: "1.2.0",
  content: pipeline.content,
  manifest: pipeline.manifest,
  appliedAt: at,
  deploy: null,
  sync: "pending",
  because: "A newer commit is on its way.",
  next: "Nothing: it is applied soon.",
  health: "failing",
  healthBecause: "The last 3 runs failed.",
  change: { deploy: "deploy-3", kind: "update", version: "1.3.0" },
  ahead: 0,
  drift: 0,
  lastRun: null,
};

const cron = { slug: "orders", type: "cron", since: at, listensTo: null, hook: null };
const triggers = [
  {
    ...cron,
    trigger: "nightly",
    enabled: true,
    schedule: "30 2 * * *",
    timezone: "America/New_York",
    next: ["2026-01-02T07:30:00.000Z"],
  },
  { ...cron, trigger: "hourly", enabled: false, schedule: "0 * * * *", timezone: "UTC", next: [] },
];

const there = "/api/v1/environments/staging/pipelines/orders";

function answer(more: Parameters<typeof answerRequests>[0] = {}) {
  return answerRequests({
    "/api/v1/pipelines/orders": () => ({
      environments: [{ slug: "staging" }, { slug: "production" }],
      pipeline: { slug: "orders", title: null, team: null, cells: { staging: cell, production: null } },
    }),
    [there]: () => ({ pipeline }),
    [`${there}/triggers`]: () => ({ items: triggers, next: null }),
    [`${there}/history`]: () => ({ items: [], next: null }),
    "/api/v1/environments/staging/firings": () => ({ items: [], next: null }),
    "/api/v1/versions/orders": () => ({ items: [], next: null }),
    ...more,
  });
}

test("the head says what runs, is it what git says, how it does and what will run", async () => {
  answer();
  const { container } = showAt("/environments/staging/pipelines/orders?form=table", pipelineScreen);
  await screen.findByText("A newer commit is on its way.");
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("orders");
  expect(screen.queryByText("Pending")).not.toBeNull();
  expect(screen.queryByText("Failing")).not.toBeNull();
  expect(screen.queryByText("The last 3 runs failed.")).not.toBeNull();
  expect(screen.queryByRole("link", { name: "What will run: 1.3.0" })).not.toBeNull();
  expect(screen.queryByText("not in production")).not.toBeNull();
  await screen.findByText(hostile);
  expect(container.querySelector("img")).toBeNull();
});

test("the chosen tab and step are in the address", async () => {
  answer();
  const { history } = showAt("/environments/staging/pipelines/orders?form=table", pipelineScreen);
  await userEvent.click(await screen.findByRole("button", { name: "fetch" }));
  await waitFor(() => expect(history.location.search).toContain("step=fetch"));
  expect(screen.queryByRole("region", { name: "Step fetch" })).not.toBeNull();
  await userEvent.click(screen.getByRole("tab", { name: "Triggers" }));
  await waitFor(() => expect(history.location.search).toBe("?tab=triggers"));
});

test("schedules are told in words and in their own zone, and paused ones say why", async () => {
  answer();
  showAt("/environments/staging/pipelines/orders?tab=triggers", pipelineScreen);
  await screen.findByText("At 02:30");
  expect(screen.queryByText("Fri, 2 Jan 2026, 02:30")).not.toBeNull();
  const paused = screen.getByRole("region", { name: /hourly/ });
  expect(within(paused).queryByText("Paused")).not.toBeNull();
  expect(paused.textContent).toContain("Its manifest says enabled: false");
});

test("a run is sent once for each input: again after a lost answer with the same key, and leads to the run", async () => {
  let isLost = true;
  answer({
    [`${there}/run`]: () => {
      if (isLost) throw new TypeError("network");
      return { run: { id: "run-1" } };
    },
  });
  const fetched = vi.spyOn(globalThis, "fetch");
  const { history } = showAt("/environments/staging/pipelines/orders?start=yes", pipelineScreen);
  const dialog = await screen.findByRole("dialog", { name: "Run orders in staging" });
  expect(dialog.textContent).toContain("Runs version 1.2.0, content aaaaaaaaaaaa");
  const press = () => userEvent.click(within(dialog).getByRole("button", { name: "Run" }));
  await press();
  expect(within(dialog).queryByText("Some fields are not right yet.")).not.toBeNull();
  await userEvent.click(within(dialog).getByRole("button", { name: "Fill in the sample" }));
  await press();
  await within(dialog).findByText(/nothing starts twice/);
  await press();
  await userEvent.type(within(dialog).getByRole("textbox", { name: "id" }), "2");
  isLost = false;
  await press();
  await waitFor(() => expect(history.location.pathname).toBe("/runs/run-1"));
  const sent = fetched.mock.calls.filter(([, init]) => init?.method === "POST");
  const keys = sent.map(([, init]) => new Headers(init?.headers).get("idempotency-key"));
  const bodies = sent.map(([, init]) => init?.body);
  expect(bodies).toEqual(['{"input":{"id":"O-1"}}', '{"input":{"id":"O-1"}}', '{"input":{"id":"O-12"}}']);
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).not.toBe(keys[2]);
});

test("what the server says of a field stands beside it", async () => {
  const errors = [{ path: "/id", message: "must match pattern" }];
  const problem = { title: "Wrong", detail: "The input does not fit.", errors };
  answer({ [`${there}/run`]: () => Response.json(problem, { status: 400 }) });
  showAt("/environments/staging/pipelines/orders?start=yes", pipelineScreen);
  const dialog = await screen.findByRole("dialog");
  await waitFor(() =>
    expect(document.activeElement).toBe(within(dialog).getByRole("textbox", { name: "id" })),
  );
  await userEvent.keyboard("x");
  await userEvent.click(within(dialog).getByRole("button", { name: "Run" }));
  await within(dialog).findByText("must match pattern");
  expect(within(dialog).queryByText("The input does not fit.")).not.toBeNull();
});

test("who may only look sees that running needs more", async () => {
  answer();
  const viewer = { name: "eve", role: "viewer", environments: null, team: null, expiresAt: null } as const;
  showAt("/environments/staging/pipelines/orders?form=table", pipelineScreen, viewer);
  await screen.findByText("Running it takes the role runner.");
  expect(screen.queryByRole("button", { name: "Run" })).toBeNull();
});

test("what does not run here says so, and its history is there", async () => {
  const problem = { title: "Not found", detail: "There is no such pipeline here. There are: hello." };
  answer({ [there]: () => Response.json(problem, { status: 404 }) });
  showAt("/environments/staging/pipelines/orders", pipelineScreen);
  await screen.findByText("There is no such pipeline here. There are: hello.");
  await userEvent.click(screen.getByRole("tab", { name: "History" }));
  await screen.findByText("No deploy has changed it here");
});
