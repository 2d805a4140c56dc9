import { describe, expect, it } from "vitest";

import { codeSpan, escapeMarkdown, plainLine } from "./escape-markdown.ts";

const gap = "\u200B";

describe("text from people in Markdown", () => {
  it.each([
    ["plain words, with 1.5 and (more)", "plain words, with 1.5 and (more)"],
    ["a | b", "a \\| b"],
    ["`code` *bold* _it_ ~no~", "\\`code\\` \\*bold\\* \\_it\\_ \\~no\\~"],
    ["[link](https://evil.example)", `\\[link\\](https:${gap}//evil.example)`],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["@ada and #12, GH-7", `@${gap}ada and #${gap}12, GH-${gap}7`],
    ["www.evil.example", `w${gap}ww.evil.example`],
    [":tada: at 12:30", `:${gap}tada: at 12:30`],
    ["# head", `#${gap} head`],
    ["- item", "\\- item"],
    ["1. one", `1${gap}. one`],
    ["=== ", "\\==="],
    ["$x$ \\", "\\$x\\$ \\\\"],
    ["two\nlines\tand more", "two lines and more"],
    ["a\u202Eb\u0000c", "a⟨U+202E⟩b⟨U+0000⟩c"],
    ["half \uD83D", "half ⟨U+D83D⟩"],
    ["😀 ❤️", "😀 ❤️"],
  ])("shows %j", (text, shown) => {
    expect(escapeMarkdown(text)).toBe(shown);
  });

  it("cuts long words and long texts, never through a character", () => {
    expect(escapeMarkdown("x".repeat(10_000))).toBe(`${"x".repeat(199)}…`);
    expect(escapeMarkdown(`y${"😀".repeat(5000)}`)).toBe(`y${"😀".repeat(99)}…`);
    expect(escapeMarkdown("word ".repeat(1000))).toHaveLength(1000);
  });
});

describe("names in code letters", () => {
  it.each([
    ["pipelines/triage.pipeline.json:12:9", "`pipelines/triage.pipeline.json:12:9`"],
    ["feature/a#b", `feature/a#${gap}b`],
    ["a`b", "a\\`b"],
    ["a|b", "a\\|b"],
    ["", ""],
  ])("shows %j", (name, shown) => {
    expect(codeSpan(name)).toBe(shown);
  });
});

describe("text where nothing is markup", () => {
  it("is one line that mentions nobody and has a bound", () => {
    expect(plainLine("a `b`\n@ada", 140)).toBe(`a \`b\` @${gap}ada`);
    expect(plainLine("@a ".repeat(100), 140)).toHaveLength(140);
  });
});
