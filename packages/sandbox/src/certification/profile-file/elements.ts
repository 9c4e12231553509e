import { CardExpiry, Cvv, Fpan } from '@countermark/wire/issuer-gateway/plaintext/card-elements';
import { closedObject } from '@countermark/wire/operator/closed-object';
import Type from 'typebox';

/** What the sections of a profile are made of, each described by what is expected of it. */

/** The description is told where something else stands in the place of the section. */
export function section<Members extends Type.TProperties>(description: string, members: Members) {
  return Object.assign(closedObject(members), { description });
}

export function path(description: string) {
  return Type.String({ minLength: 1, description });
}

export const certificateFile = path('a file with a certificate in PEM form');
export const keyFile = path('a file with a private key in PEM form');

/** YAML takes digits without quotation marks for a number, and its leading zeros for nothing. */
export const cardElements = {
  number: Type.String({ ...Fpan, description: 'a card number of 13 to 19 digits, in quotation marks' }),
  exp: Type.String({ ...CardExpiry, description: 'an expiry date, MMYY, in quotation marks' }),
  cvv: Type.Optional(Type.String({ ...Cvv, description: '3 or 4 digits, in quotation marks' })),
};

/** A list whose schema wants at least one item. */
export function atLeastOne<Item>(items: readonly Item[]): [Item, ...Item[]] {
  const [first, ...more] = items;
  if (first === undefined) throw new TypeError('The list is empty.');
  return [first, ...more];
}

/** A base URL, as paths are put behind it. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
