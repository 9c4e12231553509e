/** What is another one in every run. */
const varying: readonly [form: RegExp, name: string][] = [
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '‹id›'],
  [/\b[a-p]{32}\b/g, '‹reference›'],
  [/\b99909001(?:[0-9]{8}|…)/g, '‹token›'],
  [/\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/g, '‹time›'],
  [/("tokenExpiryDate":"|tokenExpiryDate: ')[0-9]{4}/g, '$1‹expiry›'],
];

/** Whether commands printed what a page shows; there a line of `…` stands for any lines, and ids are those of the day. */
export function isSameOutput(printed: string, shown: string): boolean {
  const pattern = withoutVarying(shown)
    .trimEnd()
    .split('\n')
    .map(line => (line === '…' ? '[^]*?' : line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('\n');
  return new RegExp(`^${pattern}$`).test(withoutVarying(printed));
}

function withoutVarying(text: string): string {
  return varying.reduce((rest, [form, name]) => rest.replace(form, name), text);
}
