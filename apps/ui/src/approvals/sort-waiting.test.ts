import { expect, test } from "vitest";

import type { DeployAnswer } from "../deploys/deploy-queries.ts";
import { verdict } from "../deploys/verdict.fixture.ts";
import type { Role, Session } from "../session/session.ts";
import type { AskedStep } from "./approval-queries.ts";
import { sortWaiting, type Waiting } from "./sort-waiting.ts";

const session = (role: Role): Session => ({
  name: "grace",
  role,
  environments: null,
  team: null,
  expiresAt: null,
});

const step = (name: string, assignees: readonly string[], expiresAt = "2026-02-01T00:00:00.000Z") =>
  ({ step: name, assignees, expiresAt }) as AskedStep;

function deploy(id: string, isOpen: boolean, gate = "approvals"): DeployAnswer {
  return {
    deploy: { id, state: "waiting", verdicts: [verdict(gate, { verdict: "waiting" })], createdAt: id },
    approval: { isOpen, because: "" },
  } as unknown as DeployAnswer;
}

const name = (one: Waiting) => (one.kind === "deploy" ? one.answer.deploy.id : one.asked.step);

test("what names me comes first, then plans, then what I may answer, the earliest to expire first", () => {
  const { mine, others } = sortWaiting(session("approver"), {
    deploys: [deploy("d1", true), deploy("d2", false)],
    asked: [
      step("late", [], "2026-03-01T00:00:00.000Z"),
      step("early", ["token:ada"]),
      step("named", ["token:grace"], "2026-04-01T00:00:00.000Z"),
    ],
  });
  expect(mine.map(name)).toEqual(["named", "d1", "early", "late"]);
  expect(others.map(name)).toEqual(["d2"]);
});

test("a viewer is asked only where a step names them", () => {
  const asked = [step("open", []), step("named", ["token:grace"])];
  const { mine, others } = sortWaiting(session("viewer"), { deploys: [], asked });
  expect(mine.map(name)).toEqual(["named"]);
  expect(others.map(name)).toEqual(["open"]);
});

test("a deploy that only time keeps waiting is nobody's to answer", () => {
  const { mine, others } = sortWaiting(session("admin"), {
    deploys: [deploy("d1", true, "soak")],
    asked: [],
  });
  expect([...mine, ...others]).toEqual([]);
});
