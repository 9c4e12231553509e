import type { PhoneNumber } from '@countermark/wire/d1/data/phone-number';

/** The two parts as one number, E.164 where they are right. */
export function joinPhone({ countryCode, phoneNumber }: PhoneNumber): string {
  return `+${countryCode.replace('+', '')}${phoneNumber}`;
}

export function isE164(phone: string): boolean {
  return /^\+[1-9][0-9]{6,14}$/.test(phone);
}

/** Country codes of two digits (ITU-T E.164); 1 and 7 have one, all others three. */
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** A number in E.164 form as country code and the rest. */
export function splitPhone(phone: string): PhoneNumber {
  const digits = phone.replace('+', '');
  const length = /^[17]/.test(digits) ? 1 : twoDigits.test(digits) ? 2 : 3;
  return { countryCode: `+${digits.slice(0, length)}`, phoneNumber: digits.slice(length) };
}
