import type { TestRepository } from "@lockstep/testkit";

import type { Figure } from "../measuring/print-table.ts";
import { say } from "../measuring/say.ts";
import { median, percentile, timed } from "../measuring/stopwatch.ts";
import { callApi } from "../product/call-api.ts";
import { type DatabaseSource, openBenchStore } from "../product/databases.ts";
import { startLockstep } from "../product/lockstep-process.ts";
import { type Past, writePast } from "../product/past-states.ts";
import { untilApplied } from "../product/until-applied.ts";

const repetitions = 200;

/** What was in force at an instant, among many deploys; beside reading a state by its primary key, or a page of now. */
export async function measurePast(
  source: DatabaseSource,
  repository: TestRepository,
  size: { readonly records: number; readonly pipelines: number },
): Promise<Figure[]> {
  const database = await source.create();
  const product = await startLockstep({
    repository: repository.url,
    dataDirectory: database.dataDirectory,
    databaseUrl: database.url,
    hasNativeGit: true,
  });
  const raw = await database.openRaw();
  try {
    await untilApplied(raw, await repository.revisionOf("main"));
    say(`past, ${source.name}: writing ${size.records} deploys`);
    const past = await writePast(raw, source, size);
    const byKey = await timesOf((record) => raw.readState(record - size.records));
    const page = await timesOf(() => raw.readPage());
    const now = await timesOf(() => callApi(product, "GET", "/environments/staging/pipelines?limit=100"));
    const figure = (name: string, times: readonly number[], baseline: readonly number[]): Figure[] =>
      (["p50", "p99"] as const).map((metric) => ({
        what: `${name}, ${size.records} deploys, ${metric} (${source.name})`,
        value: metric === "p50" ? median(times) : percentile(times, 0.99),
        unit: "ms",
        aim: 20,
        baseline: metric === "p50" ? median(baseline) : percentile(baseline, 0.99),
      }));
    const ask = (path: string) =>
      timesOf((record) => callApi(product, "GET", `${path}at=${past.instantOf(record)}`));
    return [
      ...(await measureStore(database, past, { byKey, page, figure })),
      ...figure("GET /environments/{env}?at=", await ask("/environments/staging?"), byKey),
      ...figure(
        "GET /environments/{env}/pipelines?at=, 100 of them, beside now",
        await ask("/environments/staging/pipelines?limit=100&"),
        now,
      ),
    ];
  } finally {
    await raw.close();
    await product.stop();
    await database.remove();
  }

  /** Milliseconds for records all over the past, in an order that no cache foresees. */
  async function timesOf(action: (record: number) => Promise<unknown>): Promise<number[]> {
    const times: number[] = [];
    for (let index = 0; index < repetitions; index += 1) {
      const record = 1 + ((index * 7_919) % (size.records - 1));
      times.push(await timed(() => action(record)));
    }
    return times;
  }

  interface Beside {
    readonly byKey: readonly number[];
    readonly page: readonly number[];
    figure(name: string, times: readonly number[], baseline: readonly number[]): Figure[];
  }

  /** The same without HTTP: SQLite lets nobody else open its database, so that only PostgreSQL is asked. */
  async function measureStore(
    place: Parameters<typeof openBenchStore>[0],
    past: Past,
    { byKey, page, figure }: Beside,
  ): Promise<Figure[]> {
    if (place.url === null) return [];
    const store = await openBenchStore(place);
    const found = (record: number) => store.history.loadAt("staging", past.instantOf(record));
    const states = await timesOf(found);
    const pages = await timesOf(async (record) => {
      const sequence = (await found(record))?.sequence ?? 0;
      const filter = { search: null, team: null };
      await store.history.listPipelines("staging", sequence, filter, { limit: 100, cursor: null });
    });
    await store.close();
    return [...figure("history.loadAt", states, byKey), ...figure("a page of 100 then", pages, page)];
  }
}
