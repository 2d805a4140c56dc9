import { render } from "@testing-library/react";
import { expect, test } from "vitest";

import { Sentence } from "./sentence.tsx";

function show(text: string): HTMLElement {
  return render(<Sentence text={text} />).container;
}

test("what one types stands out; a single mark is only a mark", () => {
  expect(show("Resume: `lockstep resume production`.").querySelector("code")?.textContent).toBe(
    "lockstep resume production",
  );
  const single = show("a ` b");
  expect(single.querySelector("code")).toBeNull();
  expect(single.textContent).toBe("a ` b");
});

test("checksums and revisions are short, the whole is on hover", () => {
  const revision = "7da4a76bbd77abd07944add1174f543147a4e3c9";
  const container = show(`released by ${revision} with sha256:${"ab".repeat(32)}.`);
  expect(container.textContent).toBe("released by 7da4a76bbd77 with abababababab.");
  expect(container.querySelector("code")?.title).toBe(revision);
});

test("an instant is one; what only looks like one stays as it is", () => {
  expect(show("since 2026-11-27T08:35:46.943Z: x").querySelector("time")?.dateTime).toBe(
    "2026-11-27T08:35:46.943Z",
  );
  expect(show("since 2026-99-99T99:99:99.943Z: x").textContent).toBe("since 2026-99-99T99:99:99.943Z: x");
});

test("markup and marks that turn the direction are text", () => {
  const container = show("`<img src=x>` <b>\u202Ebold</b>");
  expect(container.querySelector("img, b")).toBeNull();
  expect(container.textContent).toBe("<img src=x> <b>⟨U+202E⟩bold</b>");
});
