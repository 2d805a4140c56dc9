import type { Figure } from "../measuring/print-table.ts";
import { say } from "../measuring/say.ts";
import { percentile, timed, timedEach } from "../measuring/stopwatch.ts";
import { startApi } from "../product/api-process.ts";
import { callApi } from "../product/call-api.ts";
import type { DatabaseSource } from "../product/databases.ts";
import { type MatrixSize, writeMatrix } from "../product/matrix-org.ts";

const repetitions = 100;
const aimMs = 100;

/** What a person does on the home screen, by what is asked of the API. */
const asked: Readonly<Record<string, string>> = {
  "a page of 100": "/pipelines?limit=100",
  "the newest deploys first": "/pipelines?limit=100&sort=-deployed",
  "filter failing": "/pipelines?limit=100&health=failing",
  "filter a team in production, worst first":
    "/pipelines?limit=100&team=team-7&environment=production&sort=health",
  "search in slugs and titles": "/pipelines?limit=100&search=number%20199",
  overview: "/overview",
  lanes: "/lanes",
  "search for the palette": "/search?q=pipeline-100199",
};

/** Answers of the dashboard's home, beside a request that only proves its token and lists nothing. */
export async function measureMatrix(source: DatabaseSource, size: MatrixSize): Promise<Figure[]> {
  const database = await source.createMigrated();
  say(`matrix, ${source.name}: writing ${size.pipelines} pipelines and ${size.runs} runs`);
  const token = await writeMatrix(database, size);
  const server = await startApi(database);
  const api = { url: `http://127.0.0.1:${server.port}`, token };
  try {
    const first = await timed(() => callApi(api, "GET", "/pipelines?limit=100"));
    const bare = await times("/approvals?limit=1");
    const figures: Figure[] = [figure("the first page of a fresh process", first, null)];
    for (const [name, path] of Object.entries(asked)) {
      const bytes = Buffer.byteLength(await callApi(api, "GET", path));
      const taken = await times(path);
      for (const [metric, share] of [
        ["p50", 0.5],
        ["p95", 0.95],
      ] as const)
        figures.push(
          figure(
            `${name}, ${Math.round(bytes / 1_000)} KB, ${metric}`,
            percentile(taken, share),
            percentile(bare, share),
          ),
        );
    }
    return figures;
  } finally {
    await server.stop();
    await database.remove();
  }

  function times(path: string): Promise<number[]> {
    return timedEach(repetitions, () => callApi(api, "GET", path));
  }

  function figure(what: string, value: number, baseline: number | null): Figure {
    return { what: `${what} (${source.name})`, value, unit: "ms", aim: aimMs, baseline };
  }
}
