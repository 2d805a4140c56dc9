#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/main.js", import.meta.url);

if (existsSync(program)) {
  const { main } = await import(program.href);
  await main();
} else {
  process.stderr.write(
    "lockstep is not built yet. Run `npm run build` at the root of the repository, then try again.\n",
  );
  process.exitCode = 1;
}
