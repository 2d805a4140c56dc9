import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { ExternalLink } from "./external-link.tsx";
import { PlainText } from "./plain-text.tsx";

test("markup is text", () => {
  const { container } = render(<PlainText text={'<img src=x onerror="alert(1)">'} />);
  expect(container.textContent).toBe('<img src=x onerror="alert(1)">');
  expect(container.querySelector("img")).toBeNull();
});

test("marks that turn the direction are shown, not obeyed", () => {
  const { container } = render(<PlainText text={"a\u202egpj.exe"} />);
  expect(container.textContent).toBe("a⟨U+202E⟩gpj.exe");
});

test("a word of 10 000 characters is cut until somebody wants it", async () => {
  const { container } = render(<PlainText text={"x".repeat(10_000)} />);
  expect(container.textContent.length).toBeLessThan(400);
  await userEvent.click(screen.getByRole("button", { name: "Show all 10,000 characters" }));
  expect(container.textContent).toBe("x".repeat(10_000));
});

test("a cut never splits a character", () => {
  const { container } = render(<PlainText text={`${"x".repeat(9)}😀😀`} limit={10} />);
  expect(container.textContent).toMatch(/^x{9}… /);
});

test.each(["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)", "vbscript:x", "//"])(
  "%s is no link",
  (href) => {
    render(<ExternalLink href={href}>Pull request</ExternalLink>);
    expect(screen.queryByRole("link")).toBeNull();
  },
);

test("http and https are links that tell nobody where one comes from", () => {
  render(<ExternalLink href="https://forge.example/1">Pull request</ExternalLink>);
  expect(screen.getByRole("link").getAttribute("rel")).toBe("noopener noreferrer");
});

test.each([
  ["halves of characters", "a\ud800b", "a⟨U+D800⟩b"],
  ["joiners between letters that are never joined", "ad\u200dmin ro\u200cot", "ad⟨U+200D⟩min ro⟨U+200C⟩ot"],
  ["letters that look like nothing", "a\u3164b\u115f", "a⟨U+3164⟩b⟨U+115F⟩"],
  ["marks without a width", "a\u200bb\ufeff\u2060", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+2060⟩"],
  ["what terminals obey", "\u001b[31mred\u0007", "⟨U+001B⟩[31mred⟨U+0007⟩"],
  ["towers of marks", `Z${"\u0310".repeat(200)}algo`, `Z${"\u0310".repeat(4)}⟨196 more marks⟩algo`],
])("%s are shown", (_, text, shown) => {
  const { container } = render(<PlainText text={text} limit={null} />);
  expect(container.textContent).toBe(shown);
});

test.each(["👩‍👩‍👧", "می‌خواهم", "क्‍ष", "Đặng Thị", "กี่", "🏳️‍🌈"])("%s is left as it is", (text) => {
  const { container } = render(<PlainText text={text} />);
  expect(container.textContent).toBe(text);
});

test("inside a link or a label nothing else can be pressed, and what is cut is whole on hover", () => {
  const { container } = render(<PlainText text={"x".repeat(500)} limit={10} isInControl />);
  expect(screen.queryByRole("button")).toBeNull();
  expect(container.textContent).toBe(`${"x".repeat(10)}…`);
  expect(container.querySelector("bdi")?.title).toBe("x".repeat(500));
});
