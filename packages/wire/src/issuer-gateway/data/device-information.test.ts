import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DeviceInformation,
  DeviceInformation as DeviceInformationSchema,
  deviceInformationAvailability,
  deviceInformationFrom,
  deviceInformationSources,
} from './device-information.ts';

const members = Object.keys(DeviceInformationSchema.properties);
const everything: DeviceInformation = Object.fromEntries(members.map(name => [name, 'x']));

test('the table has a row per member and a column per source', () => {
  assert.deepEqual(Object.keys(deviceInformationAvailability), members);
  for (const row of Object.values(deviceInformationAvailability)) {
    assert.equal(row.length, deviceInformationSources.length);
    assert.match(row, /^[A-]+$/);
  }
});

test('a device is told without what its source never provides', () => {
  assert.deepEqual(Object.keys(deviceInformationFrom('APPLE_PAY', everything)), [
    'tokenStorageId',
    'tokenStorageType',
    'manufacturer',
    'phoneNumber',
    'fourLastDigitPhoneNumber',
    'deviceName',
    'language',
  ]);
  assert.deepEqual(Object.keys(deviceInformationFrom('UPI', everything)), [
    'tokenStorageId',
    'tokenStorageType',
    'phoneNumber',
    'deviceName',
    'language',
    'serialNumber',
    'simSerialNumber',
  ]);
});

test('how many members each source can provide', () => {
  const counts = deviceInformationSources.map(
    source => Object.keys(deviceInformationFrom(source, everything)).length,
  );
  assert.deepEqual(counts, [15, 8, 13, 17, 7, 7, 17, 7]);
});

test('Google Pay gives the last four digits of the phone number instead of the number', () => {
  const device = deviceInformationFrom('GOOGLE_PAY', {
    phoneNumber: '+4712345678',
    fourLastDigitPhoneNumber: '5678',
  });
  assert.deepEqual(device, { fourLastDigitPhoneNumber: '5678' });
});

test('what the table does not know is never told', () => {
  const more = { tokenStorageType: 'PHONE', location: '+37/-121', constructor: 'x' };
  assert.deepEqual(deviceInformationFrom('VISA', more), { tokenStorageType: 'PHONE' });
});
