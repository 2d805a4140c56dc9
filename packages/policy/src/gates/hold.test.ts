import { checksumOf, type Evidence, type Hold, type QuarantinedContent } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { now, sampleChange, sampleEvidence, samplePipeline, samplePlan } from "../testing/sample-evidence.ts";
import { hold } from "./hold.ts";

const bad = checksumOf("lockstep-content/v1", "bad");
const since = "2026-03-02T09:00:00.000Z";
const actor = { kind: "user", id: "github:ada" } as const;

function held(kind: Hold["kind"]): Hold {
  return {
    id: "h1",
    environment: "production",
    kind,
    reason: "it loses orders",
    actor,
    deploy: null,
    at: since,
    liftedAt: null,
    liftedBy: null,
    liftReason: "",
  };
}

const out: QuarantinedContent = {
  environment: "production",
  slug: "orders",
  content: bad,
  version: "2.0.0",
  hold: "h1",
  reason: "it loses orders",
  actor,
  since,
};

const orders = (version: string, content = bad) => samplePipeline({ slug: "orders", version, content });

function judge(more: Partial<Evidence>, plan = samplePlan()) {
  return hold.judge(plan, sampleEvidence(more), now);
}

describe("the hold gate", () => {
  test("is open when nothing holds", () => {
    expect(judge({})).toMatchObject({ verdict: "open", because: "nothing holds it" });
  });

  test("waits for who paused it", () => {
    expect(judge({ holds: [held("pause")] })).toMatchObject({
      verdict: "waiting",
      because: `production is held by github:ada since ${since}: it loses orders`,
      next: "A person resumes it: `lockstep resume production`.",
      opensAt: null,
    });
  });

  test.each(["rollback", "verification"] as const)(
    "of a %s waits while the branch has what was taken out, and opens when it no longer has",
    (kind) => {
      const holds = [held(kind)];
      expect(judge({ holds, quarantine: [out], pipelines: [orders("2.0.0")] })).toMatchObject({
        verdict: "waiting",
        because: expect.stringContaining(
          "The branch still has orders 2.0.0, which was taken out of production by github:ada",
        ),
        opensAt: null,
      });
      const mended = checksumOf("lockstep-content/v1", "mended");
      expect(judge({ holds, quarantine: [out], pipelines: [orders("2.0.1", mended)] }).verdict).toBe("open");
      expect(judge({ holds, quarantine: [out], pipelines: [] }).verdict).toBe("open");
    },
  );

  test("refuses the same content under another version, and names both", () => {
    expect(
      judge({ holds: [held("rollback")], quarantine: [out], pipelines: [orders("2.0.1")] }),
    ).toMatchObject({
      verdict: "refused",
      because: `orders 2.0.1, the same content as orders 2.0.0, was taken out of production on ${since}: it loses orders`,
      problems: [
        {
          code: "CONTENT_QUARANTINED",
          facts: { version: "2.0.1", takenOut: "2.0.0", hold: "h1", content: bad },
        },
      ],
    });
  });

  test("lets the same content of another pipeline be", () => {
    const twin = samplePipeline({ slug: "copies", content: bad });
    expect(judge({ quarantine: [out], pipelines: [twin] }).verdict).toBe("open");
  });

  test("that took nothing out can only be resumed", () => {
    expect(judge({ holds: [held("rollback")], pipelines: [orders("2.0.0")] })).toMatchObject({
      verdict: "waiting",
      next: "A person resumes it: `lockstep resume production`.",
    });
  });

  test("does not keep a person from going back, but from going back to what was taken out", () => {
    const holds = [held("pause"), held("rollback")];
    const stays = { holds, quarantine: [out], pipelines: [orders("2.0.0")], intent: "rollback" } as const;
    expect(judge(stays).verdict).toBe("open");
    const sample = sampleChange({ slug: "orders" });
    const back = sample.to === null ? sample : { ...sample, to: { ...sample.to, content: bad } };
    expect(judge(stays, samplePlan({ changes: [back] }))).toMatchObject({
      verdict: "refused",
      problems: [{ code: "CONTENT_QUARANTINED" }],
    });
  });
});
