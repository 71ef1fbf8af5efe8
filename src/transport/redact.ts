/**
 * What an error or a log may say of an address. Providers put keys into the query (`?api-key=`), the path
 * (`/v2/<key>`) and the user part, so only scheme and host remain.
 */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
