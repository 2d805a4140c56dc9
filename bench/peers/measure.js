/**
 * Opens a peer, keeps so many runs in flight until all are done, and prints what came of it as one JSON line. Called
 * as `node peer.js DATABASE_URL RUNS IN_FLIGHT`.
 */
export async function measure(open) {
  const [url, runs, inFlight] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
  const peer = await open({ url, inFlight });
  await keepInFlight(peer.runOne, inFlight * 4, inFlight);
  const began = performance.now();
  await keepInFlight(peer.runOne, runs, inFlight);
  const perSecond = (runs * 1_000) / (performance.now() - began);
  await peer.stop();
  process.stdout.write(`${JSON.stringify({ perSecond })}\n`);
  process.exit(0);
}

async function keepInFlight(runOne, runs, inFlight) {
  let left = runs;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await runOne();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}
