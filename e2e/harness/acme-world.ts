import { type FakeLlmServer, startFakeLlmServer } from "@lockstep/testkit";

import { startWarehouse, type Warehouse } from "./acme-warehouse.ts";
import {
  type RecordedRequest,
  type RecordingServer,
  type ServiceAnswer,
  startRecordingServer,
} from "./recording-server.ts";

/** Every secret has it in its value, so that one search finds any of them. */
export const canary = "canary-";

const tokens = {
  CRM_TOKEN: `${canary}crm-token`,
  HELPDESK_TOKEN: `${canary}helpdesk-token`,
  HELPDESK_WEBHOOK_SECRET: `${canary}webhook-key`,
  LLM_API_KEY: `${canary}llm-key`,
};

/** What the example pipelines reach: everything outside Lockstep. */
export interface AcmeWorld {
  readonly crm: RecordingServer;
  readonly helpdesk: RecordingServer;
  readonly llm: FakeLlmServer;
  /** Takes what `notify` steps send. */
  readonly alerts: RecordingServer;
  readonly warehouse: Warehouse;
  /** Values of the pipelines' variables but `TRIAGE_MODEL`, which the environments name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values by the names that the environments give them. */
  readonly secrets: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startAcmeWorld(serverUrl: string): Promise<AcmeWorld> {
  const crm = await startRecordingServer(guarded(tokens.CRM_TOKEN, answerAsCrm));
  const helpdesk = await startRecordingServer(guarded(tokens.HELPDESK_TOKEN, ({ body }) => ({ body })));
  const alerts = await startRecordingServer(() => ({ body: "ok" }));
  const llm = await startFakeLlmServer();
  const warehouse = await startWarehouse(serverUrl, `${canary}warehouse-password`);
  const channel = `${alerts.url}/${canary}channel`;
  return {
    crm,
    helpdesk,
    llm,
    alerts,
    warehouse,
    variables: {
      CRM_BASE_URL: crm.url,
      CRM_EXPORT_URL: `${crm.url}/export`,
      HELPDESK_BASE_URL: `${helpdesk.url}/api`,
      LLM_BASE_URL: llm.url,
    },
    secrets: {
      ...tokens,
      WAREHOUSE_URL: warehouse.url,
      ALERTS_URL: channel,
      SUPPORT_SLACK_URL: channel,
      DATA_SLACK_URL: channel,
      OPS_WEBHOOK_URL: `${alerts.url}/${canary}ops`,
    },
    async stop() {
      await Promise.all([crm.stop(), helpdesk.stop(), alerts.stop(), llm.close(), warehouse.stop()]);
    },
  };
}

type Answer = (request: RecordedRequest) => ServiceAnswer;

/** Refuses whoever does not have the token, and gives it back to who has, as careless services do. */
function guarded(token: string, answer: Answer): Answer {
  return (request) => {
    const { authorization } = request.headers;
    if (authorization !== `Bearer ${token}`) return { status: 401, body: {} };
    const { body, ...rest } = answer(request);
    return { ...rest, body: { ...(body as object), askedWith: authorization } };
  };
}

const pages: Readonly<Record<string, readonly object[]>> = {
  "1": [{ id: "C-1", email: "ada@example.com" }, { id: "C-2" }],
  "2": [{ id: "C-3", email: "grace@example.com" }],
};

const answerAsCrm: Answer = ({ path, query }) => {
  if (path === "/export") return { body: { customers: pages[query["page"] ?? ""] ?? [] } };
  if (path === "/customers/C-77") return { body: { id: "C-77", tier: "premium" } };
  return { status: 404, body: {} };
};
