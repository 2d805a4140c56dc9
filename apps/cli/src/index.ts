export { runCli } from "./program/run-cli.ts";
export type { TextSink, World } from "./program/world.ts";
