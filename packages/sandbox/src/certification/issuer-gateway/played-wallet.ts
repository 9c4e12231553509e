/** A token requestor as its messages describe it. */
export interface PlayedWallet {
  readonly walletProviderId: string;
  readonly tokenRequestor: Readonly<Record<string, string>>;
  readonly tokenType: string;
  /** Null: e-commerce tells of no device. */
  readonly deviceInformation: Readonly<Record<string, string>> | null;
}

export const applePay: PlayedWallet = {
  walletProviderId: 'APPLE_PAY',
  tokenRequestor: { id: '50110030273', name: 'Apple Pay' },
  tokenType: 'EMBEDDED_SE',
  deviceInformation: {
    tokenStorageType: 'PHONE',
    manufacturer: 'Apple',
    deviceName: 'Phone of the certification run',
    language: 'en',
  },
};

export const googlePay: PlayedWallet = {
  walletProviderId: 'ANDROID_PAY',
  tokenRequestor: { id: '40010075001', name: 'Google Pay' },
  tokenType: 'HCE',
  deviceInformation: {
    tokenStorageType: 'PHONE',
    brand: 'google',
    fourLastDigitPhoneNumber: '0199',
    language: 'en',
    timeZone: 'Europe/Madrid',
  },
};

export const merchant: PlayedWallet = {
  walletProviderId: 'ECOM',
  tokenRequestor: { id: '40010075839', name: 'Merchant of the certification run' },
  tokenType: 'CARD_ON_FILE',
  deviceInformation: null,
};
