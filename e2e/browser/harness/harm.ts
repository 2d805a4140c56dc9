import type { BrowserContext, Page } from "playwright-core";

import { evilHost } from "./hostile-texts.ts";
import { findOffScreen } from "./off-screen.ts";

/** Watches a context for what no text may do: ask, lead to another host, or open windows. */
export function collectHarm(context: BrowserContext, origin: string): { take(): readonly string[] } {
  const all: string[] = [];
  context.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== origin) all.push(`asks ${request.url()}`);
  });
  context.on("page", (page) => all.push(`opens ${page.url()}`));
  for (const page of context.pages()) {
    page.on("dialog", (dialog) => {
      all.push(`says ${dialog.message()}`);
      void dialog.dismiss();
    });
  }
  return { take: () => all.splice(0) };
}

/** What hostile texts did to a page, in sentences: elements, links, marks that nobody sees, and a broken layout. */
export async function findHarm(page: Page): Promise<readonly string[]> {
  return [...(await page.evaluate(harmOf, evilHost)), ...(await findOffScreen(page))];
}

/** Runs in the page. */
function harmOf(host: string): string[] {
  const found: string[] = [];
  const show = (element: Element) => element.outerHTML.slice(0, 240);
  if ("pwned" in window) found.push("something ran");
  if ("pwned" in {}) found.push("a prototype was changed");
  for (const element of document.querySelectorAll("[data-pwned], iframe, object, embed, base")) {
    found.push(`there is ${show(element)}`);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    if (!/^https?:$/.test(link.protocol) || link.hostname === host) found.push(`leads away: ${show(link)}`);
  }
  for (const control of document.querySelectorAll(
    "a[href] button, a[href] a[href], button button, label button",
  )) {
    found.push(`is inside another control: ${show(control)}`);
  }
  const unseen = /(?![\t\n\r])[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.nodeValue ?? "";
    if (element === null || element.closest("textarea, script, style") !== null) continue;
    if (unseen.test(text)) found.push(`hides marks: ${show(element)}`);
    if (/[\u0590-\u06FF]/.test(text) && element.closest("bdi, option, title, td.diff-code") === null) {
      found.push(`is not isolated: ${show(element)}`);
    }
    if (/W{2500}/.test(text)) found.push(`is not cut: ${show(element)}`);
    if (/\p{M}{20}/u.test(text)) found.push(`is a tower: ${show(element)}`);
  }
  for (const element of document.querySelectorAll("[title], [aria-label], [placeholder]")) {
    for (const name of ["title", "aria-label", "placeholder"]) {
      if (unseen.test(element.getAttribute(name) ?? ""))
        found.push(`hides marks in ${name}: ${show(element)}`);
    }
  }
  if (unseen.test(document.title)) found.push(`hides marks in the title of the page`);
  return [...new Set(found)];
}
