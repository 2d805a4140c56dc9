import { Failure, type NewDelivery } from "@lockstep/model";
import fc from "fast-check";
import { expect, test } from "vitest";

import { createGitHubDoor } from "./create-github-door.ts";
import { type Seed, seeds } from "./payloads.fixture.ts";
import { secret, signedRequest } from "./signed-request.fixture.ts";

const door = createGitHubDoor({ secrets: [secret] });

/** What a field is replaced by; as JSON text, because objects cannot hold an own `__proto__` that is written plainly. */
const hostileValues = [
  "null",
  "true",
  "-1",
  "1e308",
  "9007199254740993",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"refs/heads/a b"',
  "[]",
  "[null]",
  "{}",
  '{"__proto__":{"login":"root","id":1}}',
  '{"constructor":{"prototype":{}}}',
  `"${"x".repeat(100_000)}"`,
  `${"[".repeat(5000)}${"]".repeat(5000)}`,
];

const mutation = fc.record({
  seed: fc.constantFrom<Seed>(...Object.values(seeds)),
  /** Which of the fields, counted from the front. */
  field: fc.nat({ max: 60 }),
  change: fc.oneof(
    fc.constant({ kind: "remove" } as const),
    fc.record({ kind: fc.constant("replace" as const), text: fc.constantFrom(...hostileValues) }),
    fc.record({ kind: fc.constant("replace" as const), text: fc.json() }),
    fc.record({ kind: fc.constant("add" as const), text: fc.constantFrom(...hostileValues) }),
  ),
});

type Change = { kind: "remove" } | { kind: "replace" | "add"; text: string };

test("whatever a signed payload holds becomes a bounded delivery or is refused", async () => {
  await fc.assert(
    fc.asyncProperty(mutation, async ({ seed, field, change }) => {
      const body = mutate(seed.payload, field, change);
      const admitted = await door.admit(signedRequest(seed.event, body)).catch((thrown: unknown) => thrown);
      if (admitted instanceof Failure) expect(admitted.kind).toBe("invalid-input");
      else expectBounded(admitted as NewDelivery, seed.event);
      expect(Object.hasOwn(Object.prototype, "login")).toBe(false);
    }),
    { numRuns: 1500 },
  );
});

/** JSON text of the payload with one field removed, replaced, or accompanied by a hostile `__proto__`. */
function mutate(payload: object, field: number, change: Change): string {
  const marks: string[] = [];
  let counted = -1;
  const text = JSON.stringify(payload, (name, value: unknown) => {
    if (name === "") return value;
    counted += 1;
    if (counted !== field) return value;
    if (change.kind === "remove") return undefined;
    marks.push(change.text);
    return change.kind === "replace" ? "@mark@" : { hostile: "@mark@", kept: value };
  });
  return text
    .replace('{"hostile":"@mark@",', `{"__proto__":"@mark@",`)
    .replace('"@mark@"', () => marks[0] ?? "null");
}

function expectBounded(delivery: NewDelivery, event: string): void {
  expect(delivery.event).toBe(event);
  expect(JSON.stringify(delivery).length).toBeLessThan(3000);
  const { ref, pullRequest, headRevision, request } = delivery.hint;
  expect(delivery.action ?? "none").toMatch(/^[a-z][a-z0-9_]*$/);
  expect(delivery.repository ?? "0").toMatch(/^\d{1,16}$/);
  expect(ref ?? "refs/heads/x").toMatch(/^refs\/heads\/\S+$/);
  expect(pullRequest === null || (Number.isSafeInteger(pullRequest) && pullRequest > 0)).toBe(true);
  expect(headRevision ?? "0".repeat(40)).toMatch(/^[0-9a-f]{40}$/);
  expect(["revalidate", "bump-version"]).toContain(request?.action ?? "revalidate");
  expect(request?.sender ?? "ada").toMatch(/^[\w-]+(\[bot\])?$/);
  // PostgreSQL refuses text with a NUL, and JSON with half a character is no text.
  expect(JSON.stringify(delivery)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
}
