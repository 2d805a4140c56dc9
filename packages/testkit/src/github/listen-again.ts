import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on loopback, on a port that was used before or (0) on a free one; gives the port. */
export function listenAgain(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
