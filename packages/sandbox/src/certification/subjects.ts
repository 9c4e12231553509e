/** What cases are about, by the middle of their ids. */
const subjects: Readonly<Record<string, string>> = {
  ENV: 'Envelopes',
};

/** What the case with this id is about: `IG-ENV-03` is about envelopes. */
export function subjectOf(id: string): string {
  const [, middle = ''] = id.split('-');
  return subjects[middle] ?? middle;
}
