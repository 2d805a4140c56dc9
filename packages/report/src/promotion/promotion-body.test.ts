import type { PromotionItem } from "@lockstep/model";
import { expect, test } from "vitest";

import { promotionBody, type PromotionFacts } from "./promotion-body.ts";

const pointer = (version: string) => ({
  version,
  content: `sha256:${"1".repeat(64)}` as const,
  manifest: `sha256:${"2".repeat(64)}` as const,
  team: null,
  path: "pipelines/a.pipeline.json",
});

function item(slug: string, more: Partial<PromotionItem> = {}): PromotionItem {
  return {
    slug,
    kind: "ahead",
    from: pointer("1.1.0"),
    to: pointer("1.0.0"),
    class: "content",
    differences: [{ class: "content", path: "/a", operation: "changed", sentence: "step a changed" }],
    evidence: { since: "2026-02-01T00:00:00.000Z", runs: 1200, failed: 3, isQuarantined: false },
    origin: {
      deploy: "0197-a",
      revision: "a".repeat(40),
      pullRequest: { number: 7, url: "https://forge.example/7" },
    },
    ...more,
  };
}

function facts(items: readonly PromotionItem[], more: Partial<PromotionFacts> = {}): PromotionFacts {
  return {
    from: { environment: "staging", branch: "develop", revision: "b".repeat(40) },
    to: { environment: "production", branch: "main", revision: "c".repeat(40) },
    items,
    count: items.length,
    behind: [],
    reason: "",
    notes: [],
    now: "2026-02-02T12:00:00.000Z",
    ...more,
  };
}

test("each pipeline has its version, age, runs, failures and where it came from in one row", () => {
  const body = promotionBody(facts([item("hello")]));
  expect(body).toContain(
    "| `hello` | content | 1.0.0 → 1.1.0 | 36 h | 1200 | 3 (0.3 %) | `0197-a` `aaaaaaaaaaaa` #7 |",
  );
  expect(body).toContain("- `hello`\n  - step a changed");
});

test("what is new, never ran, was taken out as bad, is removed or is behind is said", () => {
  const evidence = { since: null, runs: 0, failed: 0, isQuarantined: true };
  const body = promotionBody(
    facts(
      [
        item("new", { to: null, class: null, differences: [], evidence, origin: null }),
        item("gone", { kind: "missing", from: null, evidence: null, origin: null, differences: [] }),
      ],
      { behind: ["fix"] },
    ),
  );
  expect(body).toContain("| `new` **taken out there as bad** | new | 1.1.0 (new) | never seen | 0 | – | – |");
  expect(body).toContain("and removed by this\n\n- `gone` 1.0.0");
  expect(body).not.toContain("| `gone`");
  expect(body).toContain("higher versions than `staging` of `fix`");
});

test("text from git and people does nothing but stand there", () => {
  const sentence = "text changed from “@ada” to “</td> | <img src=x> [a](https://evil.example) `b`”";
  const body = promotionBody(
    facts(
      [item("hello", { differences: [{ class: "content", path: "", operation: "changed", sentence }] })],
      {
        reason: "see #1\n# head\n@ada <!-- x -->",
        from: { environment: "staging", branch: "a|b`c\n# d", revision: "b".repeat(40) },
      },
    ),
  );
  expect(body).not.toMatch(/@ada|<img|<!--|https:\/\/evil|^# head|^# d/m);
  expect(body).not.toContain("[a](");
});

test("a promotion of thousands is cut and counts what has no room", () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    item(`pipeline-${index}`, {
      differences: Array.from({ length: 50 }, (__, nth) => ({
        class: "content" as const,
        path: "",
        operation: "changed" as const,
        sentence: `sentence ${nth} ${"ü".repeat(150)}`,
      })),
    }),
  );
  const body = promotionBody(facts(many, { count: 5_000 }));
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_000);
  expect(body).toContain("… and 4800 more pipelines");
  expect(body).toMatch(/… and \d+ more differences/);
  expect(body.endsWith("will say.")).toBe(true);
});
