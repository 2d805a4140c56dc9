import { environment } from "./example-manifests.ts";

const post = (id: string, url: string, more: object = {}) => ({
  id,
  type: "http",
  with: { method: "POST", url, json: {} },
  ...more,
});

function pipeline(slug: string, version: string, { steps, output }: { steps: object[]; output: string }) {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version,
    timeout: "15m",
    output: { value: { version, effect: output } },
    steps,
  };
  return { [`pipelines/${slug}.pipeline.json`]: JSON.stringify(manifest, null, 2) };
}

/** An effect, two beside each other, and one after both. */
export const diamond = (server: string) =>
  pipeline("diamond", "1.0.0", {
    output: "{{ steps.last.output.body.effect }}",
    steps: [
      post("first", `${server}/effect?ms=20`),
      post("left", `${server}/effect?ms=150`, { dependsOn: ["first"] }),
      post("right", `${server}/effect?ms=60`, { dependsOn: ["first"] }),
      post("last", `${server}/effect?ms=20`, { dependsOn: ["left", "right"] }),
    ],
  });

/** An effect that succeeds at the second try, after a delay that parks the run. */
export const patient = (server: string, baseDelay: string) =>
  pipeline("patient", "1.0.0", {
    output: "{{ steps.ask.output.body.effect }}",
    steps: [
      post("ask", `${server}/flaky`, {
        retry: { maxAttempts: 3, baseDelay, backoff: "fixed", jitter: false },
      }),
    ],
  });

/** An effect that lasts until the gate of the server opens. */
export const gated = (server: string, version: string) =>
  pipeline("gated", version, {
    output: "{{ steps.wait.output.body.effect }}",
    steps: [post("wait", `${server}/gated`, { timeout: "10m" })],
  });

/** Production on main, with steps that may reach this machine. */
export const production = environment("production", "main", {
  egress: { allow: ["127.0.0.1"] },
  teams: { shared: { queue: "production-shared" } },
});
