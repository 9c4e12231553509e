import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AuthenticationValue,
  readAuthenticationValue,
  writeAuthenticationValue,
} from './authentication-value.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('what is written is read again', () => {
  const values: AuthenticationValue[] = [
    { kind: 'csc', cvv: '123' },
    { kind: 'csc', cvv: '1234' },
    { kind: 'opaque', text: 'eyJ.proof.of the issuer' },
    { kind: 'opaque', text: '{"proof":"as JSON"}' },
  ];
  for (const value of values)
    assert.deepEqual(readAuthenticationValue(writeAuthenticationValue(value)), { ok: true, content: value });
});

test('a CSC is written as JSON, an opaque value as it is', () => {
  assert.deepEqual(writeAuthenticationValue({ kind: 'csc', cvv: '123' }), bytes('{"cvv":"123"}'));
  assert.deepEqual(writeAuthenticationValue({ kind: 'opaque', text: ' proof\n' }), bytes(' proof\n'));
});

test('refuses a malformed CSC and what is no text, without telling the peer why', () => {
  const refused = (diagnosis: string) => ({
    ok: false,
    code: 112,
    parameter: 'authenticationValue',
    diagnosis,
  });
  assert.deepEqual(readAuthenticationValue(bytes('{"cvv":"12"}')), refused('cvv malformed'));
  assert.deepEqual(readAuthenticationValue(bytes('{"cvv":null}')), refused('cvv missing'));
  assert.deepEqual(readAuthenticationValue(bytes('')), refused('empty'));
  assert.deepEqual(readAuthenticationValue(Uint8Array.of(0xff)), refused('not UTF-8'));
});
