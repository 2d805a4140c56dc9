import type { BrowserContext, Page } from "playwright-core";

/** What went wrong in pages without any test asking for it. */
export interface Complaints {
  /**
   * Those since it was asked for last, in order: console errors, exceptions, what the content security policy stopped,
   * crashes.
   */
  take(): readonly string[];
}

/**
 * Collects complaints of every page of a context. `expected` are those that a test provokes, such as the browser's line
 * about an answer of 401.
 */
export function collectComplaints(context: BrowserContext, expected: readonly RegExp[] = []): Complaints {
  const all: string[] = [];
  const complain = (complaint: string) => {
    if (!expected.some((pattern) => pattern.test(complaint))) all.push(complaint);
  };
  context.on("page", (page) => watch(page, complain));
  for (const page of context.pages()) watch(page, complain);
  return { take: () => all.splice(0) };
}

function watch(page: Page, complain: (complaint: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complain(`exception: ${error.stack ?? error.message}`));
  page.on("crash", () => complain(`crash: ${page.url()}`));
}
