/** Wallet provider ids by TRID (classic tokenization guide, "Wallet provider ids"); several TRIDs may give one alias. */
export const knownTokenRequestors: Record<string, string> = {
  '40010030273': 'APPLE_PAY',
  '50110030273': 'APPLE_PAY',
  '30010030273': 'APPLE_PAY',
  '40010075001': 'ANDROID_PAY',
  '40010043095': 'SPAYHCE',
  '40010069887': 'GARMIN_PAY',
  '50183038325': 'GARMIN_PAY',
  '40010077056': 'FITBIT_PAY',
  '50174158869': 'FITBIT_PAY',
  '40010075338': 'CLICK_TO_PAY',
  '50123197928': 'CLICK_TO_PAY',
  '40010075839': 'NETFLIX',
  '50199787299': 'NETFLIX',
  '40010080419': 'FIDESMO',
};

/** The alias of a TRID: as onboarded, as published, or by whether the requestor speaks for a device. */
export function walletProviderId(
  tokenRequestorId: string,
  onboarded: Readonly<Record<string, string>>,
  tokenStorageType: string | undefined,
): string {
  const alias = onboarded[tokenRequestorId] ?? knownTokenRequestors[tokenRequestorId];
  if (alias) return alias;
  return tokenStorageType && tokenStorageType !== 'UNKNOWN' ? 'WALLET' : 'ECOM';
}
