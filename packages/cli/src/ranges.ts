import type { PutProduct } from '@countermark/wire/operator/product';
import { InvalidArgumentError } from 'commander';

/** `99901001:16`: card numbers of 16 digits that begin with 99901001. */
export function panRange(text: string): PutProduct['panRanges'][number] {
  const { prefix, length } = parts(text, /^(?<prefix>[0-9]{6,11}):(?<length>1[3-9])$/);
  if (prefix !== undefined) return { prefix, panLength: Number(length) };
  throw new InvalidArgumentError(
    'Expected PREFIX:LENGTH, a prefix of 6 to 11 digits and a length of 13 to 19, for example 99901001:16.',
  );
}

/** `99909001:16`: tokens of 16 digits that begin with 99909001. */
export function tokenRange(text: string): PutProduct['tokenRanges'][number] {
  const { prefix, length } = parts(text, /^(?<prefix>[0-9]{6,9}):(?<length>1[6-9])$/);
  if (prefix !== undefined) return { tokenBin: prefix, tokenLength: Number(length) };
  throw new InvalidArgumentError(
    'Expected BIN:LENGTH, a BIN of 6 to 9 digits and a length of 16 to 19, for example 99909001:16.',
  );
}

function parts(text: string, form: RegExp): Record<string, string | undefined> {
  return form.exec(text)?.groups ?? {};
}
