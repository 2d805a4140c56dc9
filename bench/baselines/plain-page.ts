import type { BrowserContext, Page } from "playwright-core";

import { scrollThrough, type Smoothness, untilSeen } from "../measuring/smoothness.ts";

/** Pages of a few lines of HTML on the address of the product: they ask the API for the same and write plain text. */
export interface BaselinePage {
  /** Milliseconds from asking for a session with the token until what was asked for then is drawn. */
  logIn(page: Page, token: string, path: string): Promise<number>;
  /** Milliseconds from asking until the answer is drawn, on a page that is open. */
  filter(page: Page, path: string): Promise<number>;
  /** Milliseconds from opening the page until the answer is drawn. */
  open(page: Page, path: string): Promise<number>;
  /** Scrolls a table with so many rows of five cells, all of which exist. */
  scroll(page: Page, rows: number): Promise<Smoothness>;
}

const address = "/plain-page";

export async function serveBaselinePage(context: BrowserContext): Promise<BaselinePage> {
  let body = "";
  await context.route(`**${address}`, (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html>${body}` }),
  );
  const ask = (page: Page, path: string, token: string | null) =>
    page.evaluate(
      async ({ asked, secret }) => {
        const began = performance.now();
        if (secret !== null)
          await fetch("/api/v1/session", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ token: secret }),
          });
        const text = document.createElement("pre");
        text.textContent = await (await fetch(asked)).text();
        document.body.replaceChildren(text);
        const drawn = await new Promise<number>(requestAnimationFrame);
        return drawn - began;
      },
      { asked: path, secret: token },
    );
  return {
    async logIn(page, token, path) {
      body = "";
      await page.goto(address);
      return ask(page, path, token);
    },
    async filter(page, path) {
      if (!page.url().endsWith(address)) await page.goto(address);
      return ask(page, path, null);
    },
    async open(page, path) {
      body = `<script type="module">
        const text = document.createElement("pre");
        text.textContent = await (await fetch(${JSON.stringify(path)})).text();
        document.body.append(text);
      </script>`;
      await page.goto("about:blank");
      await page.goto(address, { waitUntil: "commit" });
      return untilSeen(page, "pre");
    },
    async scroll(page, rows) {
      const row = `<tr>${"<td>1.0.1 abcdef123456 in sync</td>".repeat(5)}</tr>`;
      body = `<div id="box" style="height:600px;overflow:auto"><table>${row.repeat(rows)}</table></div>`;
      await page.goto(address);
      return scrollThrough(page, "#box", { frames: 240 });
    },
  };
}
