import type { Json } from "@lockstep/model";

import type { DemoCommitName } from "./demo-commits.ts";
import type { DemoActor } from "./demo-people.ts";

/** A run that somebody of the demo starts. */
export interface StoryRun {
  readonly as: DemoActor;
  readonly in: "staging" | "production";
  readonly run: string;
  readonly input: Json;
  /** What a person says when the run asks; without it the question stays open. */
  readonly answer?: { readonly as: DemoActor; readonly step: string; readonly value: Json };
}

/** One event of the story: something is pushed, then somebody uses what runs. */
export interface StoryChapter {
  readonly name: string;
  readonly push?: { readonly branch: "develop" | "main"; readonly commit: DemoCommitName };
  /** Without it, a push to production stays waiting. */
  readonly approval?: { readonly as: DemoActor; readonly reason: string };
  readonly runs: readonly StoryRun[];
  /** Pipelines whose failed runs in production are started again. */
  readonly retries?: readonly string[];
}

const order = (orderId: string, quantity: number, price: number) => ({
  orderId,
  lines: [
    { sku: "A-1", quantity, price },
    { sku: "B-7", quantity: 1, price: 24 },
  ],
});
const lastKnown = [
  { sku: "A-1", quantity: 4 },
  { sku: "B-7", quantity: 120 },
];
const parcels = [
  { id: "P-1", country: "DE", kilos: 2.5 },
  { id: "P-2", country: "PT", kilos: 12 },
  { id: "P-3", country: "DE", kilos: 48 },
];
const leads = [
  { name: "Borealis", employees: 420, visits: 6 },
  { name: "Harbour Café", employees: 12, visits: 4 },
  { name: "Corner Shop", employees: 3 },
];
const invoices = [
  { number: "R-201", customer: "Borealis", amount: 1250, daysLate: 21 },
  { number: "R-202", customer: "Corner Shop", amount: 80, daysLate: 3 },
  { number: "R-198", customer: "Harbour Café", amount: 310.5, daysLate: 64 },
];

/** What happened in the demo before anybody looked, in order. */
export const storyChapters: readonly StoryChapter[] = [
  {
    name: "first-week",
    runs: [
      { as: "shop", in: "production", run: "order-intake", input: order("O-1001", 2, 19.9) },
      { as: "shop", in: "production", run: "order-intake", input: order("O-1002", 40, 29) },
      { as: "shop", in: "production", run: "order-intake", input: order("O-1003", 4000, 59) },
      { as: "jonas", in: "production", run: "lead-scoring", input: { leads } },
      { as: "priya", in: "production", run: "stock-sync", input: { warehouse: "north", lastKnown } },
      { as: "priya", in: "production", run: "shipment-plan", input: { parcels } },
    ],
  },
  {
    name: "visits-tried",
    push: { branch: "develop", commit: "visits" },
    runs: [{ as: "priya", in: "staging", run: "lead-scoring", input: { leads } }],
  },
  {
    name: "cents-tried",
    push: { branch: "develop", commit: "cents" },
    runs: [{ as: "jonas", in: "staging", run: "invoice-totals", input: { lines: [{ net: 149.5 }] } }],
  },
  {
    name: "cents-released",
    push: { branch: "main", commit: "cents" },
    approval: { as: "tomas", reason: "Last week's invoices come out right in staging." },
    runs: [
      {
        as: "shop",
        in: "production",
        run: "invoice-totals",
        input: { lines: [{ net: 100 }, { net: "soon" }] },
      },
      { as: "shop", in: "production", run: "order-intake", input: order("O-1004", 3, 12.5) },
      { as: "jonas", in: "production", run: "lead-scoring", input: { leads } },
      { as: "tomas", in: "production", run: "payment-reminders", input: { invoices } },
      { as: "helpdesk", in: "production", run: "ticket-triage", input: { subject: "I was charged twice" } },
    ],
  },
  {
    name: "refunds-tried",
    push: { branch: "develop", commit: "refunds" },
    runs: [{ as: "tomas", in: "staging", run: "refund-approval", input: { orderId: "O-7", amount: 20 } }],
  },
  {
    name: "stock-tried",
    push: { branch: "develop", commit: "stock" },
    runs: [{ as: "priya", in: "staging", run: "stock-sync", input: { warehouse: "north", lastKnown } }],
  },
  {
    name: "stock-released",
    push: { branch: "main", commit: "stock" },
    approval: { as: "mara", reason: "Staging got through two nights without the warehouse." },
    retries: ["stock-sync"],
    runs: [
      { as: "priya", in: "production", run: "stock-sync", input: { warehouse: "south", lastKnown } },
      { as: "shop", in: "production", run: "order-intake", input: order("O-1005", 1, 480) },
      { as: "shop", in: "production", run: "shipment-plan", input: { parcels: parcels.slice(2) } },
      {
        as: "shop",
        in: "production",
        run: "refund-approval",
        input: { orderId: "O-1002", amount: 320, reason: "sent twice" },
        answer: { as: "tomas", step: "ask", value: { pay: true, note: "Sorry for the second parcel." } },
      },
      {
        as: "shop",
        in: "production",
        run: "refund-approval",
        input: { orderId: "O-1005", amount: 480, reason: "arrived broken" },
      },
    ],
  },
  {
    name: "outages-tried",
    push: { branch: "develop", commit: "outages" },
    runs: [
      { as: "helpdesk", in: "staging", run: "ticket-triage", input: { subject: "Checkout is down" } },
      { as: "helpdesk", in: "production", run: "ticket-triage", input: { subject: "Checkout is down" } },
    ],
  },
  { name: "outages-asked", push: { branch: "main", commit: "outages" }, runs: [] },
  {
    name: "ahead",
    push: { branch: "develop", commit: "ahead" },
    runs: [
      { as: "shop", in: "staging", run: "order-intake", input: order("O-1", 3, 90) },
      { as: "shop", in: "staging", run: "returns-desk", input: { orderId: "O-1", value: 35 } },
      { as: "shop", in: "production", run: "order-intake", input: order("O-1006", 2, 75) },
    ],
  },
];
