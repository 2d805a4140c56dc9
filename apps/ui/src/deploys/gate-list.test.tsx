import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";

import { GateList } from "./gate-list.tsx";
import { ProblemList } from "./problem-list.tsx";
import { verdict } from "./verdict.fixture.ts";

const waiting = verdict("approvals", {
  verdict: "waiting",
  because: "production asks for 1 approval; none counts yet.",
  next: "One more approver approves exactly this plan.",
});
const soaking = verdict("soak", {
  verdict: "waiting",
  because: "hello is in force for too short a time.",
  next: "Nothing; it opens by itself.",
  opensAt: new Date(Date.now() + 3_700_000).toISOString(),
});
const refused = verdict("immutability", {
  verdict: "refused",
  because: "hello 1.0.1 was released.",
  next: "Bump.",
});

test("closed gates come first, what refuses before what waits", () => {
  render(<GateList verdicts={[verdict("validity"), waiting, soaking, refused]} />);
  const closed = within(screen.getByRole("list", { name: "Closed gates" })).getAllByRole("listitem");
  expect(closed.map(({ textContent }) => textContent.slice(0, 4))).toEqual(["Immu", "Appr", "Soak"]);
  expect(screen.queryByText("1 other gate is open")).not.toBeNull();
});

test("a gate that time opens counts down, one that a person opens says who may", () => {
  render(<GateList verdicts={[waiting, soaking]} openers={{ approvals: ["team:ops (token:grace)"] }} />);
  expect(screen.getByRole("timer").textContent).toMatch(/^in 1 h/);
  expect(screen.queryByText(/team:ops \(token:grace\)/)).not.toBeNull();
});

test("gates that nobody asks for are named apart", () => {
  const notAsked = verdict("checks", { because: "production does not ask for it here" });
  render(<GateList verdicts={[verdict("validity"), notAsked]} />);
  expect(screen.queryByText("Not asked for here: Checks")).not.toBeNull();
  expect(within(screen.getByRole("list", { name: "Open gates" })).getAllByRole("listitem")).toHaveLength(1);
});

test("what gates say is text, whatever it holds", () => {
  const hostile = verdict("approvals", {
    verdict: "waiting",
    because: '<img src=x onerror="alert(1)">\u202Egnp.exe',
    next: "[click](javascript:alert(1)) `rm -rf <b>`",
    problems: [
      {
        code: "IMMUTABLE_VERSION",
        severity: "error",
        file: "<script>.json",
        line: 6,
        column: 14,
        path: "/version",
        message: "x".repeat(10_000),
        fix: "javascript:alert(1)",
      },
    ],
  });
  const { problems = [], ...quiet } = hostile;
  const { container } = render(
    <>
      <ProblemList problems={problems} />
      <GateList verdicts={[quiet]} openers={{ approvals: ["<b>all</b>"] }} />
    </>,
  );
  expect(container.querySelector("img, script, b, a")).toBeNull();
  expect(container.textContent).toContain("⟨U+202E⟩");
  expect(container.textContent).toContain("<script>.json:6:14 /version");
  expect(container.textContent.length).toBeLessThan(2_000);
});

test("a gate with problems leaves the telling to their list", () => {
  const problem = {
    code: "SECRET_LITERAL",
    severity: "error",
    line: 1,
    column: 1,
    path: "",
    message: "told",
  } as const;
  const problems = [{ ...problem, file: "a.json" }];
  render(<GateList verdicts={[verdict("secrets", { verdict: "refused", because: "told", problems })]} />);
  expect(screen.queryByText("1 problem, see above")).not.toBeNull();
  expect(screen.queryByText("told")).toBeNull();
});

test("before the first verdict it says so", () => {
  render(<GateList verdicts={[]} />);
  expect(screen.queryByText("No gate has been asked yet.")).not.toBeNull();
});
