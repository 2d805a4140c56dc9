import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { ChangeList } from "./change-list.tsx";
import { TextDiff } from "./text-diff.tsx";

// What is loaded when it is needed takes a while on a busy machine.
beforeAll(() => import("./text-diff-lines.tsx"), 60_000);

// jsdom lays nothing out.
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(600);
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.scrollTo = () => {};
});
afterEach(() => vi.restoreAllMocks());

const hostile = '<img src=x onerror="alert(1)">\u202egpj.exe';

describe("a text difference", () => {
  test("shows markup and turning marks as the text they are", async () => {
    const { container } = render(<TextDiff label="hello" before={`a\n${hostile}\n`} after={"a\nb\n"} />);
    const region = await screen.findByRole("region", { name: "Difference of hello" });
    expect(region.textContent).toContain('<img src=x onerror="alert(1)">⟨U+202E⟩gpj.exe');
    expect(container.querySelector("img")).toBeNull();
    expect(region.textContent).not.toContain("\u202e");
  });

  test("draws lines of 10 000 characters as far as anybody reads", async () => {
    render(<TextDiff label="hello" before={"a\n"} after={`${"x".repeat(10_000)}\n`} />);
    const region = await screen.findByRole("region");
    expect(region.textContent).toContain("… and 8000 more");
    expect(region.textContent.length).toBeLessThan(2_200);
  });

  test("of 10 000 changed lines draws only some", async () => {
    const lines = (prefix: string) => Array.from({ length: 10_000 }, (_, at) => `${prefix} ${at}`).join("\n");
    render(<TextDiff label="hello" before={lines("old")} after={lines("new")} />);
    const region = await screen.findByRole("region");
    const drawn = region.querySelectorAll("tr").length;
    expect([drawn > 20, drawn < 800]).toEqual([true, true]);
  });

  test("goes from change to change by keys, round and round, but not while somebody types", async () => {
    const before = Array.from({ length: 100 }, (_, at) => `line ${at}`);
    const after = before.with(10, "ten").with(60, "sixty");
    render(
      <>
        <input aria-label="name" />
        <TextDiff label="hello" before={before.join("\n")} after={after.join("\n")} />
      </>,
    );
    await screen.findByRole("region");
    expect(screen.getByText("2 changes")).toBeTruthy();
    for (const told of ["Change 1 of 2", "Change 2 of 2", "Change 1 of 2"]) {
      fireEvent.keyDown(window, { key: "n" });
      expect(screen.getByText(told)).toBeTruthy();
    }
    await userEvent.type(screen.getByLabelText("name"), "pnp");
    expect(screen.getByText("Change 1 of 2")).toBeTruthy();
    fireEvent.keyDown(window, { key: "p" });
    expect(screen.getByText("Change 2 of 2")).toBeTruthy();
  });

  test("says so when both texts are the same", () => {
    render(<TextDiff label="hello" before="a" after="a" />);
    expect(screen.getByText("The texts are the same")).toBeTruthy();
  });

  test("opens what is hidden", async () => {
    const before = Array.from({ length: 100 }, (_, at) => `line ${at}`);
    render(<TextDiff label="hello" before={before.join("\n")} after={before.with(50, "x").join("\n")} />);
    const region = await screen.findByRole("region");
    const [button] = await within(region).findAllByRole("button", { name: "Show 47 unchanged lines" });
    expect(region.textContent).not.toContain("line 10");
    if (button !== undefined) await userEvent.click(button);
    expect(region.textContent).toContain("line 10");
  });
});

const end = { version: "1.0.0", content: "sha256:aa", manifest: "sha256:bb", team: null };
const sentence = `step ${hostile}: added`;

test("a list of changes says kind, versions, class, contract and every sentence", async () => {
  const { container } = render(
    <ChangeList
      changes={[
        {
          kind: "update",
          slug: "order-intake",
          class: "contract",
          from: end,
          to: { ...end, version: "2.0.0" },
          contract: "breaking",
          differences: [{ class: "contract", operation: "added", sentence }],
        },
        { kind: "prune", slug: "old", class: null, from: end, to: null, contract: null, differences: [] },
      ]}
      renderMore={({ slug }) => <p>More of {slug}</p>}
    />,
  );
  const [first, second] = screen
    .getAllByRole("listitem")
    .filter(({ parentElement }) => parentElement?.parentElement === container);
  for (const told of [
    "order-intake",
    "1.0.0 → 2.0.0",
    "contract",
    "Contract broken",
    "⟨U+202E⟩",
    "More of order-intake",
  ])
    expect(first?.textContent).toContain(told);
  expect(second?.textContent).toContain("It is taken out.");
  expect(container.querySelector("img")).toBeNull();
});
