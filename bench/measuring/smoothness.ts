import type { Page } from "playwright-core";

/** How a page kept up with what was done to it. */
export interface Smoothness {
  /** Longest time between two frames, in milliseconds. */
  readonly longestFrameMs: number;
  /** Tasks above 50 ms, which make people wait, and the longest of them in milliseconds; 0 when there was none. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
}

/**
 * Scrolls a box of the page for so many frames, as fast as somebody drags its bar: `step` pixels in each. Without the box it
 * fails.
 */
export function scrollThrough(
  page: Page,
  box: string,
  { frames = 120, step = 300 } = {},
): Promise<Smoothness> {
  return page.evaluate(
    async ({ selector, count, pixels }) => {
      const scrolled = document.querySelector(selector);
      if (scrolled === null) throw new Error(`nothing matches ${selector}`);
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tasks.push(duration);
      });
      observer.observe({ type: "longtask" });
      let longestFrameMs = 0;
      let last = await new Promise<number>(requestAnimationFrame);
      for (let frame = 0; frame < count; frame += 1) {
        scrolled.scrollTop += pixels;
        const now = await new Promise<number>(requestAnimationFrame);
        longestFrameMs = Math.max(longestFrameMs, now - last);
        last = now;
      }
      // Entries of the last task are told in a task of their own.
      await new Promise((resolve) => setTimeout(resolve, 0));
      observer.disconnect();
      return { longestFrameMs, longTasks: tasks.length, longestTaskMs: Math.max(0, ...tasks) };
    },
    { selector: box, count: frames, pixels: step },
  );
}

/** Opens an address; milliseconds from its start until something is drawn that the selector matches. */
export async function timeToSee(page: Page, path: string, selector: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(path, { waitUntil: "commit" });
  return untilSeen(page, selector);
}

/** Milliseconds since the page began until the selector matches something, looked at in each frame. */
export async function untilSeen(page: Page, selector: string): Promise<number> {
  const seen = await page.waitForFunction(
    (wanted) => document.querySelector(wanted) !== null && performance.now(),
    selector,
    { polling: "raf" },
  );
  return Number(await seen.jsonValue());
}

/** Milliseconds from an action, which fires the event on the page, until an element begins with the text. */
export async function timeToAnswer(
  page: Page,
  {
    event,
    selector,
    text,
  }: { readonly event: "click" | "input"; readonly selector: string; readonly text: string },
  act: () => Promise<unknown>,
): Promise<number> {
  await page.evaluate((name) => {
    document.addEventListener(
      name,
      () => {
        document.documentElement.dataset["actedAt"] = String(performance.now());
      },
      { capture: true, once: true },
    );
  }, event);
  await act();
  const answered = await page.waitForFunction(
    ({ wanted, words }) =>
      [...document.querySelectorAll(wanted)].some((element) =>
        element.textContent.trim().startsWith(words),
      ) && performance.now() - Number(document.documentElement.dataset["actedAt"]),
    { wanted: selector, words: text },
    { polling: "raf" },
  );
  return Number(await answered.jsonValue());
}

/** Tasks above 50 ms since the page began. */
export function longTasksSoFar(page: Page): Promise<Pick<Smoothness, "longTasks" | "longestTaskMs">> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const tasks: number[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) tasks.push(duration);
        });
        observer.observe({ type: "longtask", buffered: true });
        setTimeout(() => {
          observer.disconnect();
          resolve({ longTasks: tasks.length, longestTaskMs: Math.max(0, ...tasks) });
        }, 0);
      }),
  );
}
