import { pushAcme, secretsInEnv } from "./acme-repository.ts";
import type { AcmeWorld } from "./acme-world.ts";
import { type Member, startCluster } from "./cluster.ts";
import { startInstallation } from "./installation.ts";
import { type adminClient, eventually } from "./lockstep-process.ts";

/** A running product in which the example is applied. */
export interface Place {
  readonly environment: string;
  /** The model that the environment names. */
  readonly model: string;
  /** Where runs of each pipeline wait. */
  readonly queues: Readonly<Record<string, string>>;
  readonly url: string;
  readonly call: ReturnType<typeof adminClient>;
  /** What its processes have printed. */
  readonly output: () => string;
  stop(): Promise<void>;
}

/** `lockstep up` on SQLite, which applies the example to staging. */
export async function startEmbedded(world: AcmeWorld): Promise<Place> {
  const acme = await startInstallation((repository) => pushAcme(repository, world), secretsInEnv(world));
  await acme.untilApplied("staging", await acme.repository.revisionOf("develop"));
  const { url, output } = acme.process();
  return {
    environment: "staging",
    model: "triage-small",
    queues: { "support-triage": "staging-shared", "customer-etl": "staging-shared" },
    url,
    call: acme.call,
    output,
    stop: acme.stop,
  };
}

/** A controller, an API and a worker per queue on PostgreSQL, which apply the example to production. */
export async function startDistributed(world: AcmeWorld, serverUrl: string): Promise<Place> {
  const cluster = await startCluster(
    serverUrl,
    (repository) => pushAcme(repository, world),
    secretsInEnv(world),
  );
  const api = await cluster.add("api", ["api"]);
  const members = [
    api,
    await cluster.add("controller", ["controller"]),
    await cluster.add("worker-support", ["worker", "--queue", "prod-support"]),
    await cluster.add("worker-data", ["worker", "--queue", "prod-data"]),
  ];
  await storeSecrets(api, world);
  await cluster.untilApplied(api, "production", await cluster.repository.revisionOf("main"));
  return {
    environment: "production",
    model: "triage-large",
    queues: { "support-triage": "prod-support", "customer-etl": "prod-data" },
    url: api.process().url,
    call: api.call,
    output: () => members.map((member) => member.process().output()).join("\n"),
    stop: cluster.stop,
  };
}

/** Sets what production refers to as `store:`; its deploy waits for it. */
async function storeSecrets(api: Member, { secrets }: AcmeWorld): Promise<void> {
  await eventually("production is known", async () => {
    return (await api.call("GET", "/environments/production")).status === 200;
  });
  const names = { "helpdesk-token": "HELPDESK_TOKEN", "helpdesk-webhook": "HELPDESK_WEBHOOK_SECRET" };
  for (const [name, secret] of Object.entries(names)) {
    const value = secrets[secret];
    const { status, body } = await api.call("PUT", `/environments/production/secrets/${name}`, { value });
    if (status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`);
  }
}
