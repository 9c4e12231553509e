import { luhnCheckDigit } from '@countermark/wire/card/pan';
import type { TokenRange } from '../../core/card-product.ts';
import type { Ids } from '../../ports/ids.ts';

/** Years a token is good for, counted from the month it is made in. */
const tokenYears = 5;

const parAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A token number from the product's ranges: token BIN, random body, Luhn digit. */
export function drawToken(ranges: readonly TokenRange[], ids: Ids): string {
  const range = ranges[Number(ids.digits(6)) % Math.max(ranges.length, 1)];
  if (!range)
    throw new Error('The product has no token range; add one with `countermark product add --token-bin`');
  const body = range.tokenBin + ids.digits(range.tokenLength - range.tokenBin.length - 1);
  return body + luhnCheckDigit(body);
}

/** `MMYY`, five years ahead; a token's expiry is its own, not the card's. */
export function tokenExpiry(now: Date): string {
  const month = String(now.getUTCMonth() + 1).padStart(2, '0');
  const year = String((now.getUTCFullYear() + tokenYears) % 100).padStart(2, '0');
  return month + year;
}

/** `MMYY` of the same month, as much later as a new token is good for. */
export function nextTokenExpiry(tokenExpiryDate: string): string {
  const year = (Number(tokenExpiryDate.slice(2)) + tokenYears) % 100;
  return tokenExpiryDate.slice(0, 2) + String(year).padStart(2, '0');
}

/** Payment account reference, one per PAN: the 4 characters of the BIN controller and 25 upper-case letters and digits. */
export function drawPar(ids: Ids, binController: string): string {
  const rest = Array.from({ length: 25 }, () => parAlphabet[Number(ids.digits(6)) % parAlphabet.length]);
  return binController + rest.join('');
}
