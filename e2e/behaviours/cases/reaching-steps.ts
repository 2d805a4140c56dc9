import { fails, gives, type Theme } from "../../harness/behaviours/behaviour.ts";

const http = (path: string, more: object = {}) => ({
  type: "http",
  with: { url: `{{ vars.SERVER }}${path}`, ...more },
});
const at = (url: string) => ({ type: "http", with: { url } });
const body = { value: "{{ steps.only.output.body }}" };
const answers = (name: string, step: object & { type: string }, output: unknown) => ({
  ...gives(name, step, output),
  manifest: { output: body },
});
const pages = (path: string, more: object = {}) =>
  http(path, { paginate: { next: "{{ response.body.next }}", items: "{{ response.body.items }}", ...more } });
const notify = (channel: string, more: object = {}) => ({
  type: "notify",
  with: { channel, text: "Nuts are out.", ...more },
});

/** Steps that speak to servers. */
export const reachingSteps: Theme = {
  slug: "reaching",
  title: "a step that speaks to a server",
  behaviours: [
    answers("http reads JSON", http("/json"), { hello: "world" }),
    answers("http reads text", http("/text"), "plain"),
    answers(
      "http reads what it is told to read",
      http("/json", { responseType: "base64" }),
      btoa('{"hello":"world"}'),
    ),
    answers("http reads an empty answer", http("/nothing"), ""),
    answers(
      "http sends query, headers and JSON under an idempotency key",
      http("/echo", {
        method: "POST",
        query: { q: ["a b", null] },
        headers: { "x-test": "yes" },
        json: { a: 1 },
      }),
      {
        method: "POST",
        query: "?q=a+b",
        body: '{"a":1}',
        header: "yes",
        isKeyed: true,
        type: "application/json",
      },
    ),
    answers("http sends a body as it is", http("/echo", { method: "PUT", body: "raw" }), {
      method: "PUT",
      query: "",
      body: "raw",
      header: null,
      isKeyed: true,
      type: null,
    }),
    answers("http sends a GET without an idempotency key", http("/echo"), {
      method: "GET",
      query: "",
      body: "",
      header: null,
      isKeyed: false,
      type: null,
    }),
    answers(
      "http sends a secret where it may",
      http("/authorized", { headers: { authorization: "Bearer {{ secrets.API_KEY }}" } }),
      { ok: true },
    ),
    answers(
      "http keeps secrets out of what comes back",
      http("/echo", { headers: { "x-test": "{{ secrets.API_KEY }}" } }),
      {
        method: "GET",
        query: "",
        body: "",
        header: "[redacted]",
        isKeyed: false,
        type: null,
      },
    ),
    answers("http follows a redirect", http("/redirect"), { hello: "world" }),
    answers("http takes a status that it expects", http("/status?code=418", { expectStatus: [418] }), {
      code: "AS_ASKED",
    }),
    {
      ...gives("http follows pages and gives all their items", pages("/pages"), [10, 11, 20, 21, 30, 31]),
      manifest: { output: { value: "{{ steps.only.output.items }}" } },
    },
    fails("http fails on a status that it does not expect", http("/status?code=404"), {
      type: "http",
      contains: "answered 404",
      details: { status: 404, body: { code: "AS_ASKED" } },
    }),
    fails("http fails on a success that it does not expect", http("/json", { expectStatus: [201] }), {
      type: "http",
      contains: "answered 200",
    }),
    fails(
      "http fails when JSON was asked for and something else came",
      http("/malformed", { responseType: "json" }),
      { type: "http", contains: "not JSON" },
    ),
    fails("http fails on a circle of redirects", http("/circle"), {
      type: "http",
      contains: "redirected more than 5 times",
    }),
    fails("http fails on more pages than allowed", pages("/endless", { maxPages: 3 }), {
      type: "http",
      contains: "more than 3 pages",
    }),
    fails(
      "http fails when the items of a page are no list",
      pages("/pages", { items: "{{ response.status }}" }),
      { type: "expression" },
    ),
    fails("http fails on an answer that is too large", http("/large"), {
      type: "http",
      contains: "larger than",
    }),
    fails("http cannot reach a closed port", at("http://127.0.0.1:1/"), {
      type: "connectivity",
      contains: "ECONNREFUSED",
    }),
    fails("http cannot go on when the connection breaks", http("/cut"), { type: "connectivity" }),
    fails("http cannot use an answer that is cut off", http("/short"), { type: "connectivity" }),
    fails(
      "http runs into its timeout when nothing is answered",
      { ...http("/silence"), timeout: "300ms" },
      { type: "timeout", contains: "300 ms" },
    ),
    fails("http refuses a URL that is none", at("not a url"), { type: "validation" }),
    fails("http refuses a header with a line break", http("/echo", { headers: { "x-test": "a\nb" } }), {
      type: "validation",
    }),
    fails("http refuses another protocol", at("ftp://127.0.0.1/"), { type: "security" }),
    fails("http refuses credentials in a URL", at("http://user@127.0.0.1/"), { type: "security" }),
    fails("http refuses a host that egress does not allow", at("http://10.1.2.3/"), {
      type: "security",
      contains: "Egress to 10.1.2.3",
    }),
    fails("http refuses a redirect to a host that egress does not allow", http("/away"), {
      type: "security",
      contains: "Egress to 10.1.2.3",
    }),
    fails(
      "http refuses to send a secret to a host that it is not for",
      http("/echo", { headers: { "x-test": "{{ secrets.ELSEWHERE_KEY }}" } }),
      { type: "security", contains: "ELSEWHERE_KEY" },
    ),
    fails(
      "a step fails whose secret is lost",
      http("/echo", { headers: { "x-test": "{{ secrets.LOST_KEY }}" } }),
      { type: "security", contains: "LOST_KEY" },
    ),
    gives("notify tells a webhook", notify("ops", { subject: "Nuts", data: { left: 0 } }), {
      channel: "ops",
      type: "webhook",
    }),
    gives("notify tells Slack", notify("chat"), { channel: "chat", type: "slack" }),
    gives("notify sends a mail", notify("mail", { subject: "Nuts" }), { channel: "mail", type: "smtp" }),
    fails("notify fails when the webhook refuses", notify("refusing"), {
      type: "http",
      contains: "answered 500",
      details: { status: 500 },
    }),
    fails("notify refuses a webhook that egress does not allow", notify("outside"), {
      type: "security",
      contains: "Egress",
    }),
    fails("notify cannot reach a mail server that is away", notify("closed"), { type: "connectivity" }),
    fails("notify fails whose channel's secret is lost", notify("lost"), {
      type: "security",
      contains: "LOST_KEY",
    }),
    fails("notify refuses a webhook whose secret is no URL", notify("misnamed"), {
      type: "validation",
      contains: "API_KEY is not a URL",
    }),
    fails("notify refuses data that is too large", notify("ops", { data: "x".repeat(64_001) }), {
      type: "validation",
      contains: "with.data",
    }),
  ],
};
