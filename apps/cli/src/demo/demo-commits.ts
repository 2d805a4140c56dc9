import type { DemoAuthor } from "./demo-people.ts";

/** One place of a file that a commit changed; told backwards, because the newest files are those that stand here. */
export interface DemoChange {
  readonly file: string;
  /** `null` where the commit added the file. */
  readonly before: string | null;
  readonly after: string;
}

export interface DemoCommit {
  readonly name: string;
  readonly author: DemoAuthor;
  /** How long ago it was written when the demo is made. */
  readonly hoursAgo: number;
  readonly message: string;
  readonly changes: readonly DemoChange[];
}

const [sales, orders, logistics, support, finance] = [
  "pipelines/sales/lead-scoring.pipeline.json",
  "pipelines/orders/invoice-totals.pipeline.json",
  "pipelines/logistics/stock-sync.pipeline.json",
  "pipelines/support/ticket-triage.pipeline.json",
  "pipelines/finance/refund-approval.pipeline.json",
];

/**
 * The history of the demo repository, oldest first. Main ends with the last but one, which is what stands in the folders
 * of this repository; the last is what develop has ahead.
 */
export const demoCommits = [
  {
    name: "first",
    author: "mara",
    hoursAgo: 290,
    message: "Release the first pipelines",
    changes: [],
  },
  {
    name: "visits",
    author: "priya",
    hoursAgo: 218,
    message: "Let visits count for more\n\nSales found that who comes back three times buys.",
    changes: [
      { file: sales, before: '"version": "1.1.0"', after: '"version": "1.2.0"' },
      { file: sales, before: "lead.visits * 5", after: "lead.visits * 8" },
      { file: sales, before: '"score": 80', after: '"score": 98' },
    ],
  },
  {
    name: "cents",
    author: "jonas",
    hoursAgo: 190,
    message: "Round taxes to cents",
    changes: [
      { file: orders, before: '"version": "2.2.0"', after: '"version": "2.3.0"' },
      {
        file: orders,
        before: "{{ steps.net.output * input.taxRate }}",
        after: "{{ round(steps.net.output * input.taxRate * 100.0) / 100.0 }}",
      },
      { file: orders, before: '"tax": 28.405, "gross": 177.905', after: '"tax": 28.41, "gross": 177.91' },
    ],
  },
  {
    name: "refunds",
    author: "tomas",
    hoursAgo: 97,
    message: "Ask a person about large refunds\n\nSmall ones are paid back at once, as before by hand.",
    changes: [{ file: finance, before: null, after: '"version": "1.0.0"' }],
  },
  {
    name: "stock",
    author: "priya",
    hoursAgo: 71,
    message:
      "Go on with the last known stock\n\nThe warehouse is away every other night; try again before giving up.",
    changes: [
      { file: logistics, before: '"version": "1.0.0"', after: '"version": "1.1.0"' },
      {
        file: logistics,
        before: '"timeout": "2s"\n',
        after: `"timeout": "2s",
      "retry": { "maxAttempts": 4, "baseDelay": "150ms", "on": ["connectivity", "timeout"] },
      "onError": { "strategy": "fallback", "value": { "status": 0, "body": "{{ input.lastKnown }}" } }
`,
      },
      { file: logistics, before: "fails", after: "takes the last known stock" },
      {
        file: logistics,
        before: '"status": "failed",\n        "error": { "type": "connectivity" }\n',
        after: `"status": "completed",
        "output": {
          "isFresh": false,
          "runsOut": [
            { "sku": "B-7", "quantity": 1 }
          ]
        }
`,
      },
    ],
  },
  {
    name: "outages",
    author: "jonas",
    hoursAgo: 4,
    message: "Wake the duty desk for paying customers only",
    changes: [
      { file: support, before: '"version": "1.0.0"', after: '"version": "1.1.0"' },
      {
        file: support,
        before: "in steps.topics.output ?",
        after: "in steps.topics.output && input.plan != 'free' ?",
      },
      {
        file: support,
        before: "an outage goes to the duty desk whoever tells of it",
        after: "an outage that nobody pays for goes to the help desk",
      },
      {
        file: support,
        before: '"duty-desk", "topics": ["outage"] }',
        after: '"help-desk", "topics": ["outage"] }',
      },
    ],
  },
  {
    name: "ahead",
    author: "mara",
    hoursAgo: 1,
    message: "Send large orders to key accounts sooner\n\nAlso adds the returns desk.",
    changes: [],
  },
] as const satisfies readonly DemoCommit[];

export type DemoCommitName = (typeof demoCommits)[number]["name"];
