import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { describe, test } from 'node:test';
import { openBox, sealBox } from './sealed-box.ts';

const seal = { key: createSecretKey(Buffer.alloc(32, 1)), context: Buffer.from('here') };
const content = Buffer.from('4111111111111111');

describe('a sealed box', () => {
  test('opens with the key and the context it was sealed with', () => {
    assert.deepEqual(openBox(seal, sealBox(seal, content)), content);
    assert.deepEqual(openBox(seal, sealBox(seal, Buffer.alloc(0))), Buffer.alloc(0));
  });

  test('does not open with another key or context', () => {
    const box = sealBox(seal, content);
    assert.equal(openBox({ ...seal, key: createSecretKey(Buffer.alloc(32, 2)) }, box), null);
    assert.equal(openBox({ ...seal, context: Buffer.from('there') }, box), null);
  });

  test('does not open with any bit changed', () => {
    const box = sealBox(seal, content);
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const changed = Buffer.from(box);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(openBox(seal, changed), null, `bit ${bit}`);
    }
  });

  test('does not open cut short, at whatever length', () => {
    const box = sealBox(seal, content);
    for (let length = 0; length < box.length; length += 1) {
      assert.equal(openBox(seal, box.subarray(0, length)), null, `${length} bytes`);
    }
  });

  test('never looks the same twice', () => {
    const boxes = Array.from({ length: 100 }, () => sealBox(seal, content).toString('hex'));
    assert.equal(new Set(boxes).size, 100);
  });
});
