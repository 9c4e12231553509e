import Type from 'typebox';
import { openValue, personalText, text } from './element.ts';
import { TokenStorageId } from './identifiers.ts';

/** Kinds of devices and places a token can live on. More may come. */
export const tokenStorageTypes = [
  'PHONE',
  'TABLET',
  'WATCH',
  'COMPUTER',
  'WALLET_SERVER',
  'UNKNOWN',
] as const;

/** The device of a token (Issuer Gateway API, device information). Not sent for e-commerce. */
export const DeviceInformation = Type.Object({
  tokenStorageId: Type.Optional(TokenStorageId),
  tokenStorageType: Type.Optional(openValue(tokenStorageTypes, 'Kind of device.')),
  manufacturer: Type.Optional(text('Manufacturer of the device.')),
  brand: Type.Optional(text('Brand of the device.')),
  model: Type.Optional(text('Model of the device.')),
  osVersion: Type.Optional(text('Operating system and its version.')),
  firmwareVersion: Type.Optional(text('Version of the firmware.')),
  phoneNumber: Type.Optional(personalText('Phone number of the device.')),
  fourLastDigitPhoneNumber: Type.Optional(personalText('Last four digits of the phone number.')),
  deviceName: Type.Optional(personalText('Name the user gave to the device.')),
  deviceId: Type.Optional(personalText('Identifier of the device.')),
  androidLastTwo: Type.Optional(
    Type.String({
      maxLength: 256,
      description: 'Last two characters of the Android id.',
      aliases: ['androidIdLastTwo'],
      blank: 'absent',
    }),
  ),
  deviceParentId: Type.Optional(personalText('Device that this one is paired with.')),
  language: Type.Optional(text('Language of the device.')),
  serialNumber: Type.Optional(personalText('Last two characters of the serial number.')),
  timeZone: Type.Optional(text('Time zone of the device.')),
  timeZoneSetting: Type.Optional(text('Whether the time zone is set by network or by user.')),
  simSerialNumber: Type.Optional(personalText('Serial number of the SIM.')),
  IMEI: Type.Optional(personalText('Last two digits of the IMEI.')),
  phoneLostTime: Type.Optional(text('When the device was reported lost.')),
  networkOperator: Type.Optional(text('Mobile network operator.')),
  networkType: Type.Optional(text('Kind of network the device is on.')),
  deviceStateFlags: Type.Optional(text('State of the device, in flags of its wallet.')),
});

export type DeviceInformation = Type.Static<typeof DeviceInformation>;

/** Whom the device data comes from: the networks, then the wallets that a domestic scheme faces itself. */
export const deviceInformationSources = [
  'VISA',
  'MASTERCARD',
  'AMEX',
  'DISCOVER',
  'UPI',
  'APPLE_PAY',
  'GOOGLE_PAY',
  'SAMSUNG_PAY',
] as const;

export type DeviceInformationSource = (typeof deviceInformationSources)[number];

/**
 * Which member each source can provide (Issuer Gateway API, device information), a column per source in the order of
 * {@link deviceInformationSources}: `A` can be provided, though it may still be missing; `-` never.
 */
export const deviceInformationAvailability: Readonly<Record<keyof DeviceInformation, string>> = {
  tokenStorageId: 'AAAAAAAA',
  tokenStorageType: 'AAAAAAAA',
  manufacturer: 'AAAA-AAA',
  brand: '--AA--A-',
  model: 'A--A--AA',
  osVersion: 'AAAA--A-',
  firmwareVersion: 'A-------',
  phoneNumber: 'AAAAAA-A',
  fourLastDigitPhoneNumber: '---A-AA-',
  deviceName: 'AAAAAAA-',
  deviceId: '--A---A-',
  androidLastTwo: '------A-',
  deviceParentId: '---A---A',
  language: 'A-AAAAAA',
  serialNumber: 'AA-AA-A-',
  timeZone: 'A-AA--A-',
  timeZoneSetting: 'A-AA--A-',
  simSerialNumber: 'A---A---',
  IMEI: 'AA-A--A-',
  phoneLostTime: 'A-------',
  networkOperator: '--AA--A-',
  networkType: '--AA--A-',
  deviceStateFlags: '--------',
};

/** Whether a source can provide a member of {@link DeviceInformation}; no source provides a member of no table row. */
export function providesDeviceMember(source: DeviceInformationSource, member: string): boolean {
  const row = Object.entries(deviceInformationAvailability).find(([name]) => name === member)?.[1];
  return row?.[deviceInformationSources.indexOf(source)] === 'A';
}

/** What the issuer is told of a device: the members its source provides, all others dropped. */
export function deviceInformationFrom(
  source: DeviceInformationSource,
  device: DeviceInformation,
): DeviceInformation {
  const provided = Object.entries(device).filter(([member]) => providesDeviceMember(source, member));
  return Object.fromEntries(provided);
}
