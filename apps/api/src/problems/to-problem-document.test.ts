import { Failure, failureKinds, type FailureKind } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { toProblemDocument } from "./to-problem-document.ts";

const kinds = Object.keys(failureKinds) as FailureKind[];

describe("a problem document", () => {
  test.each(kinds)("says status, meaning and place of explanation of %s", (kind) => {
    const problem = toProblemDocument(new Failure(kind, "What happened."), "request-1");
    expect(problem).toMatchObject({
      type: `/docs#${kind}`,
      status: failureKinds[kind].status,
      title: failureKinds[kind].meaning,
      code: kind,
      requestId: "request-1",
    });
    expect(problem.detail.includes("What happened.")).toBe(kind !== "internal");
  });

  test("lists every error of an input, and a code that is more exact than the kind", () => {
    const errors = [
      { path: "/name", message: "is missing" },
      { path: "/age", message: "must be integer" },
    ];
    const failure = new Failure("invalid-input", "It does not fit.", { errors, code: "INPUT" });
    expect(toProblemDocument(failure, "request-1")).toMatchObject({ code: "INPUT", errors });
  });

  test("has no list where there is nothing to list", () => {
    expect(toProblemDocument(new Failure("conflict", "No."), "request-1")).not.toHaveProperty("errors");
  });
});
