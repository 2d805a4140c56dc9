import pino, { type Logger } from "pino";
import pretty from "pino-pretty";

import type { Configuration } from "../configuration/settings.ts";

/** JSON lines in production, readable lines on a terminal; always on standard error. */
export function createLog({ logLevel, isProduction }: Configuration): Logger {
  const options = { level: logLevel, base: null };
  if (isProduction) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(
    options,
    pretty({ destination: 2, sync: true, ignore: "pid,hostname,err", translateTime: "HH:MM:ss" }),
  );
}
