/** Where nobody may be led: a page that asks this host for anything has been broken out of. */
export const evilHost = "evil.example";

/** Runs, or leaves an element with `data-pwned` behind, wherever it is taken for markup, a template or an address. */
export const markup = [
  `"'><script data-pwned>window.pwned=1</script>`,
  `<img data-pwned src="//${evilHost}/x" onerror="window.pwned=1">`,
  "</textarea></title><svg data-pwned onload=window.pwned=1>",
  '<a data-pwned href="javascript:window.pwned=1">a</a>',
].join("");

/** The same for those that read templates; no `{{`, which manifests would evaluate. */
export const templates = "${window.pwned=1} <%= window.pwned=1 %> [[window.pwned=1]] %{pwned}";

/** Looks like another text: turned around, with marks that nobody sees. */
export const turned = "approve\u202Enosj.exe\u202C\u2066ad\u200Bmin\uFEFF\u2069ro\u200Dot";

/** Right-to-left letters that would turn what follows. */
export const rightToLeft = "\u05D0\u05D1\u05D2 (1) \u0627\u0644\u0639";

/** Letters under towers of marks. */
export const towers = `Z${"\u0310\u0322\u0489".repeat(200)}algo`;

/** What terminals obey. */
const terminal = `\u001B[31mred\u001B[0m\u001B]8;;http://${evilHost}/\u0007link\u001B[2J`;

/** No line can be broken in it. */
export const longWord = "W".repeat(10_000);

/** Halves of characters. */
export const halves = "\uD83D half \uDE00";

/** Everything at once, of at most so many characters. */
export function hostile(length = 2_000): string {
  return `${markup} ${rightToLeft} ${turned} ${templates} ${towers} ${terminal} ${longWord}`.slice(0, length);
}

/** What a person may write as a reason: neither controls nor marks of direction are taken. */
export const reason = `${markup} ${templates} ${rightToLeft} a\u200Bb ${towers} ${longWord}`.slice(0, 2_000);

/** A value 200 deep. */
export function deep(levels = 200): unknown {
  return levels === 0 ? markup : { [levels % 2 === 0 ? "inner" : markup]: deep(levels - 1) };
}

/** Keys that objects already have, as JSON gives them: own properties. */
export const protoKeys: unknown = JSON.parse(
  '{"__proto__":{"pwned":"own"},"constructor":{"prototype":{"pwned":1}},"toString":"<b data-pwned>","hasOwnProperty":1}',
);
