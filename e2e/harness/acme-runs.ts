import { createHmac } from "node:crypto";

import { expect } from "vitest";

import type { Place } from "./acme-places.ts";
import { type AcmeWorld, canary } from "./acme-world.ts";
import { eventually } from "./lockstep-process.ts";

export interface Ticket {
  readonly id: string;
  readonly text: string;
  readonly customer_id: string;
}

/** What the hook answered. */
export interface Delivery {
  readonly status: number;
  readonly run: string;
  readonly isDuplicate: boolean;
}

/** Sends a ticket to the hook as the helpdesk does, signed. */
export async function sendTicket(place: Place, { secrets }: AcmeWorld, ticket: Ticket): Promise<Delivery> {
  const body = JSON.stringify({ ticket });
  const at = Math.floor(Date.now() / 1_000);
  const key = secrets["HELPDESK_WEBHOOK_SECRET"] ?? "";
  const mac = createHmac("sha256", key).update(`${at}.${body}`).digest("hex");
  const hook = `${place.url}/api/v1/hooks/${place.environment}/support-triage/helpdesk`;
  const headers = {
    "content-type": "application/json",
    "x-delivery-id": `delivery-of-${ticket.id}`,
    "x-helpdesk-signature": `t=${at},v1=${mac}`,
  };
  const answer = await fetch(hook, { method: "POST", headers, body });
  const { run, duplicate } = (await answer.json()) as { run?: { id: string }; duplicate: boolean };
  return { status: answer.status, run: run?.id ?? "", isDuplicate: duplicate };
}

export async function startRun(place: Place, slug: string, input: object): Promise<string> {
  const path = `/environments/${place.environment}/pipelines/${slug}/run`;
  const { status, body } = await place.call("POST", path, { input });
  expect({ status, body }).toMatchObject({ status: 202 });
  return body.run.id;
}

/** Resolves with the run once it is in that state. */
export async function untilRun(place: Place, id: string, state: string): Promise<any> {
  let run: any = null;
  await eventually(`run ${id} is ${state}`, async () => {
    run = (await place.call("GET", `/runs/${id}`)).body.run;
    return run.status === state;
  }).catch((thrown: Error) => {
    throw new Error(`${thrown.message}; last seen: ${JSON.stringify(run)}`);
  });
  expect(run.queue).toBe(place.queues[run.slug]);
  return run;
}

/** Answers what a run asks in its `review`, as somebody who did not start it. */
export async function answerReview(place: Place, run: string, value: object): Promise<void> {
  const token = { name: `reviewer-${run}`, role: "approver", environments: null };
  const { secret } = (await place.call("POST", "/tokens", token)).body;
  const answer = await fetch(`${place.url}/api/v1/runs/${run}/steps/review/complete`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ value }),
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
}

/** How each step of the run ended, and that the run tells no secret, though services gave some back. */
export async function stepsWithoutSecrets(place: Place, id: string): Promise<Record<string, string>> {
  const paths = [`/runs/${id}`, `/runs/${id}/steps`, `/runs/${id}/logs`];
  const [run, steps, logs] = await Promise.all(
    paths.map(async (path) => (await place.call("GET", path)).body),
  );
  const told = JSON.stringify([run, steps, logs]);
  expect(told).toContain("Bearer [redacted]");
  expect(told).not.toContain(canary);
  expect(place.output()).not.toContain(canary);
  return Object.fromEntries(steps.items.map(({ step, status }: any) => [step, status]));
}
