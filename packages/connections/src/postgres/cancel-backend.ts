import { connect } from "node:net";

/** What PostgreSQL told the session for this purpose. */
interface Backend {
  readonly processID?: number | null;
  readonly secretKey?: number | null;
}

const cancelRequestCode = 80_877_102;

/**
 * Asks the server to stop what a session is doing (CancelRequest of the PostgreSQL protocol). Nothing comes back; a
 * server that cannot be reached has lost the session as well.
 */
export function cancelBackend(
  client: object,
  { host, port }: { readonly host: string; readonly port: number },
): void {
  const { processID, secretKey } = client as Backend;
  if (typeof processID !== "number" || typeof secretKey !== "number") return;
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(cancelRequestCode, 4);
  packet.writeInt32BE(processID, 8);
  packet.writeInt32BE(secretKey, 12);
  const socket = connect(port, host, () => socket.end(packet));
  socket.setTimeout(5_000, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.unref();
}
