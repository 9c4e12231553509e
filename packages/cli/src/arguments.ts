import { InvalidArgumentError } from 'commander';

/** First of a row of ports; 0 lets the system choose. */
export function portBase(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && (port === 0 || (port >= 1024 && port <= 65_525))) return port;
  throw new InvalidArgumentError('Expected 0, or a port from 1024 to 65525.');
}

/** A card number: 13 to 19 digits; spaces and hyphens between them are left out. */
export function cardNumber(text: string): string {
  const digits = text.replace(/[ -]/g, '');
  if (/^[0-9]{13,19}$/.test(digits)) return digits;
  throw new InvalidArgumentError('Expected 13 to 19 digits.');
}

/** `MMYY`. */
export function expiry(text: string): string {
  if (/^(0[1-9]|1[0-2])[0-9]{2}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected month and year as MMYY, for example 1230.');
}

/** A card security code. */
export function securityCode(text: string): string {
  if (/^[0-9]{3,4}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected 3 or 4 digits.');
}
