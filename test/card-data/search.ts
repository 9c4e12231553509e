import { type NumberForm, numberForms } from './number-forms.ts';

/** Looks through some bytes and names what it found, secrets left out. */
export type Search = (content: Buffer) => string[];

/** All forms of a number begin alike for many numbers: the first bytes lead to those that are worth a look. */
const anchorLength = 4;

/** Finds card and token numbers in any of their forms. */
export function numberSearch(numbers: Iterable<string>): Search {
  const byAnchor = new Map<string, { number: string; form: NumberForm }[]>();
  for (const number of numbers) {
    for (const form of numberForms(number)) {
      const anchor = form.bytes.toString('latin1', 0, anchorLength);
      byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), { number, form }]);
    }
  }
  return content => {
    const finds: string[] = [];
    for (const [anchor, candidates] of byAnchor) {
      for (const at of positionsOf(anchor, content)) {
        const found = candidates.filter(({ form: { bytes } }) =>
          content.subarray(at, at + bytes.length).equals(bytes),
        );
        finds.push(...found.map(({ number, form }) => `…${number.slice(-4)} ${form.name}`));
      }
    }
    return finds;
  };
}

function* positionsOf(anchor: string, content: Buffer): Generator<number> {
  let at = content.indexOf(anchor, 0, 'latin1');
  while (at !== -1) {
    yield at;
    at = content.indexOf(anchor, at + 1, 'latin1');
  }
}

/** Finds one-time passwords that stand alone: within a longer number or an id the same digits mean nothing. */
export function codeSearch(codes: Iterable<string>): Search {
  const list = [...codes];
  if (list.length === 0) return () => [];
  const alone = new RegExp(`(?<![\\w.:+-])(?:${list.join('|')})(?![\\w.:-])`, 'g');
  return content => [...content.toString('latin1').matchAll(alone)].map(() => 'a one-time password');
}

/** Finds card security codes by the name they have in JSON, however often that was quoted. */
export const securityCodeSearch: Search = content =>
  /"cvv\\*"/.test(content.toString('latin1')) ? ['a card security code'] : [];
