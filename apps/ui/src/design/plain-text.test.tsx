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
