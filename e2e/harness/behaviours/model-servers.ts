import { type FakeLlmServer, type LlmAnswer, startFakeLlmServer } from "@lockstep/testkit";

const refusal = (status: number, code: string, headers = {}): LlmAnswer => ({
  does: "respond",
  status,
  headers,
  body: JSON.stringify({ error: { code, message: "as asked" } }),
});

const answer = (text: string): LlmAnswer => ({ does: "answer", text });

/** What the model at each variable says, answer by answer; the last one stays. One server each: runs go side by side. */
const scripts: Readonly<Record<string, readonly LlmAnswer[]>> = {
  MODEL: [answer("Hello.")],
  MODEL_JSON: [answer('{"sum": 4}')],
  MODEL_FENCED: [answer('```json\n{"sum": 5}\n```')],
  MODEL_REPAIRS: [answer('{"sum": "four"}'), answer('{"sum": 6}')],
  MODEL_MISFIT: [answer("four")],
  MODEL_BAD_REQUEST: [refusal(400, "bad_request")],
  MODEL_UNAUTHORIZED: [refusal(401, "invalid_api_key")],
  MODEL_BUSY: [refusal(429, "rate_limited", { "retry-after": "0" }), answer("At last.")],
  MODEL_BROKEN: [refusal(500, "server_error")],
  MODEL_SLOW: [refusal(504, "gateway_timeout")],
  MODEL_NO_JSON: [{ does: "respond", status: 200, body: "<html>" }],
  MODEL_SILENT: [{ does: "stall", text: "Hm" }],
  MODEL_BREAKS_OFF: [{ does: "break-off", text: "Half an" }],
  MODEL_ENDS_EARLY: [{ does: "end-early", text: "Half an" }],
  MODEL_GIVES_UP: [{ does: "give-up", text: "Half an", code: "overloaded", reason: "busy" }],
};

export interface ModelServers {
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A fake provider for each script, and variables that name their URLs. */
export async function startModelServers(): Promise<ModelServers> {
  const servers: FakeLlmServer[] = [];
  const variables: Record<string, string> = {};
  for (const [name, answers] of Object.entries(scripts)) {
    const server = await startFakeLlmServer();
    server.answerWith(...answers);
    servers.push(server);
    variables[name] = server.url;
  }
  return {
    variables,
    async stop() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
