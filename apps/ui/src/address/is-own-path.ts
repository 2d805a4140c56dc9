/** Only its parts matter: it stands for whatever server the page came from. */
const here = "http://own.invalid";

/**
 * Whether an address stays on this server: only then a login may lead to it. Browsers leave out tabs and line breaks and
 * take `\` for `/`, so that what looks like a path may name another host.
 */
export function isOwnPath(path: string): boolean {
  if (!path.startsWith("/") || /[\p{Cc}\\]/u.test(path) || !URL.canParse(path, here)) return false;
  const { origin, pathname } = new URL(path, here);
  return origin === here && !pathname.startsWith("//") && !/^\/+(%2f|%5c|%09|%0a|%0d)/i.test(pathname);
}
