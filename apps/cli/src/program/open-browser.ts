import { spawn } from "node:child_process";

/** A command that still runs after this has become the browser. */
const patienceMs = 2_000;

/** Shows an address in the person's browser; false where the system has no command for that, or it cannot. */
export function openBrowser(url: string): Promise<boolean> {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  return new Promise((resolve) => {
    const child = spawn(command, [url], { stdio: "ignore", detached: true });
    const patience = setTimeout(() => resolve(true), patienceMs);
    const settle = (isOpen: boolean) => {
      clearTimeout(patience);
      resolve(isOpen);
    };
    child.once("error", () => settle(false));
    child.once("exit", (code) => settle(code === 0));
    child.unref();
  });
}
