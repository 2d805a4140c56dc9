/** A small pipeline that uses a little of everything and has no problems; tests change single places of it. */
export const orderManifest = `{
  "apiVersion": "lockstep/v1",
  "kind": "Pipeline",
  "slug": "order",
  "version": "1.0.0",
  "input": {
    "schema": {
      "type": "object",
      "additionalProperties": false,
      "required": ["id"],
      "properties": { "id": { "type": "string" }, "amount": { "type": "number" } }
    },
    "sample": { "id": "A-1" }
  },
  "output": { "value": { "state": "{{ steps.fetch.output.body }}", "note": "{{ steps.tell.?output.orValue(null) }}" } },
  "uses": { "variables": ["SHOP_URL"], "secrets": ["SHOP_TOKEN", "HOOK_SECRET"], "connections": ["shop"] },
  "steps": [
    {
      "id": "fetch",
      "type": "http",
      "with": {
        "url": "{{ vars.SHOP_URL }}/orders/{{ urlEncode(input.id) }}",
        "headers": { "authorization": "Bearer {{ secrets.SHOP_TOKEN }}" }
      },
      "effects": "read"
    },
    {
      "id": "save",
      "type": "sql",
      "dependsOn": ["fetch"],
      "with": { "connection": "shop", "statement": "UPDATE orders SET seen = true WHERE id = $1", "parameters": ["{{ input.id }}"] }
    },
    {
      "id": "tell",
      "type": "notify",
      "dependsOn": ["save"],
      "when": "{{ steps.save.output.rowCount > 0 }}",
      "with": { "channel": "ops", "text": "Order {{ input.id }} was seen" }
    },
    { "id": "last", "type": "echo", "dependsOn": ["tell"], "with": { "value": "{{ steps.fetch.output.status }}" } }
  ],
  "triggers": [
    { "id": "hook", "type": "webhook", "auth": { "type": "bearer", "secret": "HOOK_SECRET" }, "input": { "id": "{{ trigger.body.id }}" } },
    { "id": "nightly", "type": "cron", "schedule": "0 2 * * *", "timezone": "Europe/Berlin", "input": { "id": "all" } }
  ],
  "tests": [
    {
      "name": "an order is saved",
      "input": { "id": "A-2" },
      "mocks": { "fetch": { "output": { "status": 200, "headers": {}, "body": "new" } }, "save": { "output": { "rowCount": 0 } } },
      "expect": { "status": "completed", "steps": { "tell": "skipped" } }
    }
  ]
}
`;

/** The manifest with one place changed; throws when the place is not there exactly once. */
export function orderWith(change: string, by: string): string {
  const parts = orderManifest.split(change);
  if (parts.length !== 2) throw new RangeError(`'${change}' is there ${parts.length - 1} times`);
  return parts.join(by);
}
