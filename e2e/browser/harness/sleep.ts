import type { Browser } from "playwright-core";

/**
 * Moves the clock of a shared worker on by an hour, as sleep does: timers did not run meanwhile, and nothing was heard. The
 * worker is found by its name.
 */
export async function letWorkerSleep(browser: Browser, name: string): Promise<void> {
  const devtools = await browser.newBrowserCDPSession();
  try {
    const { targetInfos } = await devtools.send("Target.getTargets");
    const workers = targetInfos.filter(({ type, title }) => type === "shared_worker" && title === name);
    if (workers.length !== 1)
      throw new Error(`there are ${workers.length} workers called ${name}: ${JSON.stringify(targetInfos)}`);
    for (const { targetId } of workers) {
      const { sessionId } = await devtools.send("Target.attachToTarget", { targetId, flatten: false });
      const expression = "{ const now = Date.now; Date.now = () => now() + 3_600_000; }";
      const answered = new Promise((resolve) => devtools.once("Target.receivedMessageFromTarget", resolve));
      const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } });
      await devtools.send("Target.sendMessageToTarget", { sessionId, message });
      await answered;
    }
  } finally {
    await devtools.detach();
  }
}
