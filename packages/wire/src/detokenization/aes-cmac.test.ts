import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aesCmac } from './aes-cmac.ts';

/** RFC 4493, section 4, and the AES-256 examples of NIST SP 800-38B. */
const message = Buffer.from(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51' +
    '30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  'hex',
);
const vectors = {
  '2b7e151628aed2a6abf7158809cf4f3c': {
    0: 'bb1d6929e95937287fa37d129b756746',
    16: '070a16b46b4d4144f79bdd9dd04a287c',
    40: 'dfa66747de9ae63030ca32611497c827',
    64: '51f0bebf7e3b9d92fc49741779363cfe',
  },
  '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4': {
    0: '028962f61b7bf89efc6b551f4667d983',
    16: '28a7023f452e8f82bd4bf28d8c37c35c',
    40: 'aaf3d8f1de5640c232f5b169b9c911e6',
    64: 'e1992190549f6ed5696a2c056c315410',
  },
};

test('aesCmac gives what the published examples say', () => {
  for (const [key, macs] of Object.entries(vectors)) {
    for (const [length, mac] of Object.entries(macs)) {
      const computed = aesCmac(Buffer.from(key, 'hex'), message.subarray(0, Number(length)));
      assert.equal(computed.toString('hex'), mac);
    }
  }
});

test('aesCmac leaves the message as it was', () => {
  const before = Buffer.from(message);
  aesCmac(Buffer.alloc(16), message);
  assert.deepEqual(message, before);
});

test('aesCmac refuses a key that is none of AES-128 or AES-256', () => {
  for (const length of [0, 15, 24, 33])
    assert.throws(() => aesCmac(Buffer.alloc(length), message), RangeError);
});
