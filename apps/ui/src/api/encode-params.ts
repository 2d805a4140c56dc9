import { ApiFailure } from "./api-failure.ts";

/**
 * The same client, with every part of a path encoded. Hono's puts them in as they are, so that an address of the dashboard
 * such as `/environments/staging%2Fretire%23` would make it call another route than its screen is for.
 */
export function encodeParams<Client extends object>(client: Client): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver);
      return typeof part === "function" ? encodeParams(part) : part;
    },
    apply: (target, self, [given, ...rest]: [Call | undefined, ...unknown[]]) =>
      Reflect.apply(target as () => unknown, self, [
        given?.param === undefined ? given : encoded(given),
        ...rest,
      ]),
  });
}

interface Call {
  readonly param?: Readonly<Record<string, string>>;
}

function encoded({ param = {}, ...rest }: Call): Call {
  return {
    ...rest,
    param: Object.fromEntries(Object.entries(param).map(([name, value]) => [name, encode(value)])),
  };
}

/** Browsers take dots for steps through a path, encoded or not; an empty part would leave a path of another route. */
function encode(value: string): string {
  if (/^\.{0,2}$/.test(value)) {
    throw new ApiFailure(
      404,
      { title: "There is no such thing", detail: `Nothing is called "${value}".` },
      null,
    );
  }
  return encodeURIComponent(value);
}
