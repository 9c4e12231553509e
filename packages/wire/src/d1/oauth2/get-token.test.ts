import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRequest } from '../operation.ts';
import { invalidFormat, invalidValue, readD1Message } from '../reading.ts';
import { AssertionClaims, AssertionHeader } from './assertion.ts';
import { getToken, jwtBearerGrant } from './get-token.ts';

test('a token is asked for with one grant and one assertion', () => {
  const request = { grant_type: jwtBearerGrant, assertion: 'a.b.c' };
  assert.deepEqual(readRequest(getToken, { ...request, scope: 'x' }), { ok: true, message: request });
  assert.deepEqual(
    readRequest(getToken, { ...request, grant_type: 'client_credentials' }),
    invalidValue('grant_type'),
  );
  assert.deepEqual(readRequest(getToken, { ...request, assertion: ['a', 'b'] }), invalidFormat('assertion'));
  for (const member of Object.keys(request))
    assert.deepEqual(readRequest(getToken, { ...request, [member]: undefined }), invalidFormat(member));
});

test('the header of an assertion names ES256 and a key', () => {
  const read = (value: unknown) => readD1Message({ schema: AssertionHeader, value, leniency: 'exact' });
  assert.equal(read({ alg: 'ES256', kid: 'key-1', typ: 'JWT' }).ok, true);
  assert.equal(read({ alg: 'ES256', kid: 'key-1', typ: 'jwt', x5t: 'x' }).ok, true);
  for (const alg of ['none', 'HS256', 'RS256', 'es256'])
    assert.deepEqual(read({ alg, kid: 'key-1' }), invalidValue('alg'));
  for (const kid of [undefined, '', 5]) assert.deepEqual(read({ alg: 'ES256', kid }), invalidFormat('kid'));
  assert.deepEqual(read({ alg: 'ES256', kid: 'key-1', typ: 'JWE' }), invalidValue('typ'));
});

test('the claims say who, and until when', () => {
  const claims = { iss: 'NordBank01', sub: 'NordBank01', exp: 1_800_000_000 };
  const read = (value: unknown) => readD1Message({ schema: AssertionClaims, value, leniency: 'exact' });
  assert.deepEqual(read({ ...claims, iat: 'any', jti: {} }), { ok: true, message: claims });
  assert.equal(read({ ...claims, aud: 'https://api.d1.thalescloud.io' }).ok, true);
  for (const member of Object.keys(claims))
    assert.deepEqual(read({ ...claims, [member]: undefined }), invalidFormat(member));
  for (const exp of ['1800000000', 1.5]) assert.deepEqual(read({ ...claims, exp }), invalidFormat('exp'));
  assert.deepEqual(read({ ...claims, exp: -1 }), invalidValue('exp'));
  assert.deepEqual(read({ ...claims, iss: 'a b' }), invalidFormat('iss'));
});
