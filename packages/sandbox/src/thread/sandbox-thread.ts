import { parentPort } from "node:worker_threads";

import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";

import { evaluate } from "../evaluation/evaluate.ts";
import type { Order, Report } from "./protocol.ts";
import { useUtc } from "./use-utc.ts";

// Its types are those of its CommonJS form, in which the variant is one level deeper.
const syncVariant = variant as unknown as QuickJSSyncVariant;

/** Memory of a WebAssembly module never shrinks. */
const keptBytes = 64 * 1024 * 1024;

if (parentPort !== null) {
  const port = parentPort;
  const report = (message: Report): void => port.postMessage(message);
  useUtc();
  const module = await newQuickJSWASMModuleFromVariant(syncVariant);
  port.on("message", (order: Order) => report(evaluateOrder(module, order)));
  report({ kind: "ready" });
}

function evaluateOrder(module: QuickJSWASMModule, order: Order): Report {
  const { verdict, isDamaged } = evaluate(module, order);
  const isSpent = isDamaged || module.getWasmMemory().buffer.byteLength > keptBytes;
  return { kind: "evaluated", verdict, isSpent };
}
