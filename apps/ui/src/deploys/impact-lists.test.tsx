import { render } from "@testing-library/react";
import { expect, test } from "vitest";

import { ImpactLists } from "./impact-lists.tsx";

const hostile = "<img src=x onerror=alert(1)>\u202egpj.exe";
const seen = "<img src=x onerror=alert(1)>⟨U+202E⟩gpj.exe";

const nobody = {
  pipelines: { changed: 1, shown: 1 },
  totals: { running: 0, callers: 0, callees: 0 },
  running: [],
  firings: [],
  callers: [],
  callees: [],
  tokens: [],
  inputs: [],
};

test("impact names who feels it, and says when nobody does", () => {
  const { container, rerender } = render(<ImpactLists impact={nobody} />);
  expect(container.textContent).toContain("Nothing runs, starts");
  const at = [{ instant: "2026-02-02T05:00:00.000Z", local: "2026-02-02 06:00 +01:00" }];
  const running = Array.from({ length: 20 }, (_, index) => ({
    slug: `p${index}`,
    version: "1.0.0",
    count: 2,
  }));
  rerender(
    <ImpactLists
      impact={{
        ...nobody,
        totals: { running: 40, callers: 0, callees: 0 },
        running,
        firings: [{ slug: "hello", trigger: "daily", type: "cron", timezone: "Europe/Berlin", at, count: 3 }],
        inputs: [{ slug: "hello", tried: 100, rejected: 7, example: null }],
        tokens: [{ slug: "hello", actor: hostile, runs: 3, lastAt: "2026-02-02T05:00:00.000Z" }],
      }}
    />,
  );
  for (const told of ["p0@1.0.0: 2", "and 12 more", "3 times in all", "7 of the newest 100", seen])
    expect(container.textContent).toContain(told);
});
