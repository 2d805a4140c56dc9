/** Shorter values stand inside ordinary words; they are redacted only where they are the whole text. */
export const shortestForm = 4;

/** Shorter parts of a URL are names rather than keys, such as `/hooks`. */
const shortestUrlPart = 16;

/** The forms in which a secret travels: as it is, escaped, encoded, and the parts of it that are secret by themselves. */
export function formsOf(value: string): readonly string[] {
  return [value, ...partsOf(value)].flatMap(encodedForms);
}

function encodedForms(value: string): readonly string[] {
  const text = Buffer.from(value, "utf8").toString("utf8");
  const escaped = [value, text].map((each) => JSON.stringify(each).slice(1, -1));
  const plain = [...jsonDialects(value), ...escaped.flatMap(jsonDialects)].flatMap((each) => [
    each,
    JSON.stringify(each).slice(1, -1),
  ]);
  return [
    ...plain,
    ...plain.map((each) => each.replaceAll("/", "\\/")),
    ...urlForms(text),
    htmlEscaped(value),
    ...base64Forms(text),
    ...hexForms(text),
  ];
}

/** Some writers of JSON escape what may be HTML (Go), others what is not ASCII (Python). */
function jsonDialects(escaped: string): readonly string[] {
  const html = escaped.replaceAll(/[<>&]/g, unicodeEscape);
  return [escaped, html, escaped.replaceAll(/[^\0-\x7f]/g, unicodeEscape)];
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** By the rules for a component, a form, a whole URL and a path; with either case of the digits. */
function urlForms(text: string): readonly string[] {
  const component = encodeURIComponent(text);
  const strict = component.replaceAll(/[!'()*]/g, percent);
  const form = new URLSearchParams([["", text]]).toString().slice(1);
  const forms = [component, strict, form, encodeURI(text), component.replaceAll("%20", "+")];
  return forms.flatMap((each) => [each, each.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function htmlEscaped(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Base64 of a text holds one of three texts, depending on where in a group of three bytes the value begins. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value, "utf8");
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // Characters that also carry bits of the neighbours differ with them.
    const start = offset === 0 ? 0 : offset + 1;
    const core = encoded.slice(start, Math.floor(((offset + bytes.length) * 8) / 6));
    if (core.length < shortestForm) return [];
    return [core, core.replaceAll("+", "-").replaceAll("/", "_"), core.replaceAll("/", "\\/")];
  });
}

/** Hex of a short value is a number like any other. */
function hexForms(text: string): readonly string[] {
  const hex = Buffer.from(text, "utf8").toString("hex");
  return hex.length < 2 * shortestForm ? [] : [hex, hex.toUpperCase()];
}

/** Of a URL: the password, everything behind the host, and long pieces of that, because errors quote them alone. */
function partsOf(value: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return [];
  const url = new URL(value);
  const long = [
    url.pathname + url.search,
    url.pathname,
    ...url.pathname.split("/"),
    ...url.searchParams.values(),
  ];
  const parts = [
    url.password,
    decoded(url.password),
    ...long.filter((part) => part.length >= shortestUrlPart),
  ];
  return parts.filter((part) => part.length >= shortestForm);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: the password is what stands there.
    return text;
  }
}
