import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/** Address of who is connected: of a proxy where one stands in between. Headers that anybody can write do not count. */
export function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? "unknown";
  } catch {
    // Not every request comes over a socket.
    return "unknown";
  }
}
