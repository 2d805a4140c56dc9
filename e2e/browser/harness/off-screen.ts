import type { Page } from "playwright-core";

/** What has to be scrolled to sideways, in sentences: the page itself, and controls that no box scrolls or cuts. */
export function findOffScreen(page: Page): Promise<readonly string[]> {
  return page.evaluate(offScreen);
}

/** Runs in the page. */
function offScreen(): string[] {
  const found: string[] = [];
  const width = document.documentElement.clientWidth;
  const show = (element: Element) => element.outerHTML.slice(0, 240);
  const most = document.documentElement.scrollWidth - width;
  if (most > 0) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > width + 1 && !isScrolled(element),
    );
    found.push(`the page is ${most} too wide: ${wide.slice(-3).map(show).join("   ")}`);
  }
  const controls = "header, header button, main button, main input, main select, main a[href]";
  for (const element of document.querySelectorAll(controls)) {
    const { left, right, width: own, height } = element.getBoundingClientRect();
    if (own <= 1 || height <= 1 || isScrolled(element)) continue;
    if (left < -1 || right > width + 1)
      found.push(`is off the screen (${left} to ${right}): ${show(element)}`);
  }
  return found;

  function isScrolled(element: Element): boolean {
    for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  }
}
