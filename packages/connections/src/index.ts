export { type ConnectionPools, createConnections, type OwnDatabase } from "./create-connections.ts";
