import { expect } from "vitest";

import type { AcmeWorld } from "./acme-world.ts";

const system = "You triage support tickets. Answer with JSON only.\n";

/** Says how the model will see the next ticket, and what it will draft. */
export function teachModel({ llm }: AcmeWorld, seen: { category: string; confidence: number }): void {
  llm.answerWith(
    { does: "answer", text: JSON.stringify(seen) },
    { does: "answer", text: "Sorry about that." },
  );
}

/** The model was asked to classify the ticket and, if so, to draft a reply: the right model, with the right key. */
export function expectModelAsked(
  { llm, secrets }: AcmeWorld,
  { text, model, isDrafted }: { readonly text: string; readonly model: string; readonly isDrafted: boolean },
): void {
  const asked = llm.requests.filter(({ body }) => JSON.stringify(body).includes(text));
  for (const { path, headers } of asked)
    expect([path, headers.authorization]).toEqual([
      "/v1/chat/completions",
      `Bearer ${secrets["LLM_API_KEY"]}`,
    ]);
  const classify = {
    model,
    temperature: 0,
    messages: expect.arrayContaining([
      { role: "system", content: system },
      { role: "user", content: `Classify this ticket.\n\n${text}` },
    ]),
  };
  const content = `Draft a short, polite first reply.\n\nTicket:\n${text}`;
  const draft = { model, temperature: 0.3, messages: [{ role: "user", content }] };
  expect(asked.map(({ body }) => body)).toMatchObject(isDrafted ? [classify, draft] : [classify]);
}

/** The customer was looked up and the ticket updated, each once, each with its own token. */
export function expectTicketUpdated(
  { crm, helpdesk, secrets }: AcmeWorld,
  { ticket, customer, run }: { readonly ticket: string; readonly customer: string; readonly run: string },
  body: object,
): void {
  const lookedUp = crm.requests.filter(({ path }) => path === `/customers/${customer}`);
  expect(lookedUp).toMatchObject([
    { method: "GET", headers: { authorization: `Bearer ${secrets["CRM_TOKEN"]}` } },
  ]);
  const updates = helpdesk.requests.filter(({ path }) => path === `/api/tickets/${ticket}`);
  expect(updates).toMatchObject([
    {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${secrets["HELPDESK_TOKEN"]}`,
        "idempotency-key": `${run}-update-ticket`,
      },
    },
  ]);
  expect(updates[0]?.body).toEqual(body);
}

/** Both pages were read, and the warehouse holds what is valid: one customer is new, one has a new address. */
export async function expectCustomersLoaded({ crm, warehouse, secrets }: AcmeWorld): Promise<void> {
  const read = crm.requests.filter(({ path }) => path === "/export");
  const queries = read.map(({ query }) => query).toSorted((a, b) => Number(a["page"]) - Number(b["page"]));
  expect(queries).toEqual([
    { page: "1", since: etlInput.since },
    { page: "2", since: etlInput.since },
  ]);
  for (const { headers } of read) expect(headers.authorization).toBe(`Bearer ${secrets["CRM_TOKEN"]}`);
  expect(await warehouse.customers()).toEqual([
    { id: "C-1", email: "ada@example.com" },
    { id: "C-3", email: "grace@example.com" },
  ]);
}

export const etlInput = { since: "2026-01-01T00:00:00Z", pages: [1, 2] };

export const etlOutput = { read: 3, accepted: 2, rejected: 1, written: 2 };
