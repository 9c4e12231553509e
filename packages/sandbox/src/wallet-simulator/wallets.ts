import type { CaptureMethod } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import {
  type DeviceInformation,
  type DeviceInformationSource,
  deviceInformationFrom,
} from '@countermark/wire/issuer-gateway/data/device-information';
import type { ScoringInformation } from '@countermark/wire/issuer-gateway/data/scoring-information';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';

/** The wallets and merchants the simulator can play. ECOM is a merchant whose TRID nobody has given an alias. */
export const walletNames = ['APPLE_PAY', 'ANDROID_PAY', 'SPAYHCE', 'NETFLIX', 'ECOM'] as const;
export type WalletName = (typeof walletNames)[number];

/** As which token requestor a wallet appears at the hub, each with a client certificate of its own. */
export type RequestorId = 'wallet' | 'merchant';

/**
 * Through which scheme the request comes. A network decides which device data gets through; in a domestic scheme the
 * wallet speaks for itself.
 */
export const schemes = ['DOMESTIC', 'VISA', 'MASTERCARD', 'AMEX', 'DISCOVER', 'UPI'] as const;
export type Scheme = (typeof schemes)[number];

/** The wallet's recommendation to the issuer. */
export const recommendations = ['green', 'yellow', 'orange', 'red'] as const;
export type Recommendation = (typeof recommendations)[number];

/** What a wallet makes of a request. Scores run from 1 to 5, the best; reason codes are two characters. */
export interface Opinion {
  recommendation: Recommendation;
  reasonCodes: readonly string[];
  deviceScore: number;
  accountScore: number;
}

/** A wallet or merchant as data. */
export interface Wallet {
  name: WalletName;
  /** TRID: 11 digits. */
  tokenRequestorId: string;
  /** TRIDs it has at other schemes. */
  tokenRequestorIds?: Partial<Record<Scheme, string>>;
  requestorId: RequestorId;
  tokenType: StartEnrolment['tokenType'];
  /** How cards usually come into it. */
  captureMethod: CaptureMethod;
  /** Whether the wallet sends `levelOfTrust`: all but Samsung Pay (Issuer Gateway API, scoring information). */
  recommends: 'always' | 'never';
  merchantId: string | null;
  /** Null for card-on-file: there is no device. */
  device: WalletDevice | null;
}

/** A device of the wallet's users. */
export interface WalletDevice {
  /** The wallet's column in the table of device information. */
  source: DeviceInformationSource;
  /** All there is to know; which members are sent is for the source to say. */
  information: DeviceInformation;
}

/** What is the same of all phones here. */
export const everyPhone = {
  tokenStorageType: 'PHONE',
  phoneNumber: '+4799990042',
  fourLastDigitPhoneNumber: '0042',
  serialNumber: '7K',
  timeZone: 'Europe/Oslo',
  timeZoneSetting: 'NETWORK',
  IMEI: '42',
  networkOperator: 'Demo Mobile',
  networkType: '5G',
} as const satisfies DeviceInformation;

export const wallets: Readonly<Record<WalletName, Wallet>> = {
  APPLE_PAY: {
    name: 'APPLE_PAY',
    tokenRequestorId: '40010030273',
    tokenRequestorIds: { MASTERCARD: '50110030273' },
    requestorId: 'wallet',
    tokenType: 'EMBEDDED_SE',
    captureMethod: 'MANUAL',
    recommends: 'always',
    merchantId: null,
    device: {
      source: 'APPLE_PAY',
      information: {
        ...everyPhone,
        manufacturer: 'Apple',
        brand: 'iPhone',
        model: 'iPhone18,1',
        osVersion: 'iOS 26.1',
        deviceName: "Kari's iPhone",
      },
    },
  },
  ANDROID_PAY: {
    name: 'ANDROID_PAY',
    tokenRequestorId: '40010075001',
    requestorId: 'wallet',
    tokenType: 'HCE',
    captureMethod: 'MANUAL',
    recommends: 'always',
    merchantId: null,
    device: {
      source: 'GOOGLE_PAY',
      information: {
        ...everyPhone,
        manufacturer: 'Google',
        brand: 'google',
        model: 'Pixel 10',
        osVersion: 'Android 16',
        deviceName: "Kari's Pixel",
        deviceId: 'pixel-0042',
        androidLastTwo: '4f',
      },
    },
  },
  SPAYHCE: {
    name: 'SPAYHCE',
    tokenRequestorId: '40010043095',
    requestorId: 'wallet',
    tokenType: 'HCE',
    captureMethod: 'MANUAL',
    recommends: 'never',
    merchantId: null,
    device: {
      source: 'SAMSUNG_PAY',
      information: {
        ...everyPhone,
        manufacturer: 'Samsung',
        brand: 'samsung',
        model: 'SM-S942B',
        osVersion: 'Android 16',
        firmwareVersion: 'S942BXXU1AYK2',
        deviceName: "Kari's Galaxy",
      },
    },
  },
  NETFLIX: merchant({ name: 'NETFLIX', tokenRequestorId: '40010075839', merchantId: 'netflix' }),
  ECOM: merchant({ name: 'ECOM', tokenRequestorId: '99900000001', merchantId: 'demo-web-shop' }),
};

/** The device as the hub is told of it: only the members that wallet and scheme let through; none without a device. */
export function deviceInformationOf(
  wallet: Wallet,
  scheme: Scheme,
  details: DeviceInformation,
): DeviceInformation | undefined {
  if (wallet.device === null) return undefined;
  const source = scheme === 'DOMESTIC' ? wallet.device.source : scheme;
  return deviceInformationFrom(source, { ...wallet.device.information, ...details });
}

/**
 * The wallet's opinion as the hub is told of it (Issuer Gateway API, scoring information): Samsung Pay recommends
 * nothing, reason codes come from the networks and Apple Pay, device scores from whoever has a device.
 */
export function scoringInformationOf(wallet: Wallet, scheme: Scheme, opinion: Opinion): ScoringInformation {
  const givesReasons = scheme !== 'DOMESTIC' || wallet.name === 'APPLE_PAY';
  return {
    ...(wallet.recommends === 'always' && { levelOfTrust: opinion.recommendation }),
    ...(givesReasons && opinion.reasonCodes.length > 0 && { reasonCodes: [...opinion.reasonCodes] }),
    ...(wallet.device !== null && { deviceScore: String(opinion.deviceScore) }),
    accountScore: String(opinion.accountScore),
  };
}

function merchant(named: Pick<Wallet, 'name' | 'tokenRequestorId' | 'merchantId'>): Wallet {
  return {
    ...named,
    requestorId: 'merchant',
    tokenType: 'CARD_ON_FILE',
    captureMethod: 'ON_FILE',
    recommends: 'always',
    device: null,
  };
}
