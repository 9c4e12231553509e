import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errors } from 'undici';
import { reasonOf } from './network-fault.ts';

const reasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name not found',
  EHOSTUNREACH: 'host not reachable',
  ETIMEDOUT: 'host not reachable',
  ECONNRESET: 'connection closed by the other side',
  EPIPE: 'connection closed by the other side',
  ERR_TLS_CERT_ALTNAME_INVALID: 'server certificate is for another host name',
  CERT_HAS_EXPIRED: 'server certificate expired',
  CERT_NOT_YET_VALID: 'server certificate not yet valid',
  CERT_SIGNATURE_FAILURE: 'server certificate not trusted',
  CERT_UNTRUSTED: 'server certificate not trusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'server certificate not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'server certificate not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'server certificate not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'server certificate not trusted',
  INVALID_CA: 'server certificate not trusted',
  INVALID_PURPOSE: 'server certificate not trusted',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client certificate refused',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'client certificate refused',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'client certificate refused',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'client certificate refused',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'TLS handshake failed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS handshake failed',
  EPROTO: 'TLS handshake failed',
  HPE_INVALID_CONSTANT: 'answer is not HTTP as it should be',
  ESOMETHING: 'connection failed (ESOMETHING)',
};

for (const [code, reason] of Object.entries(reasons)) {
  test(`${code}: ${reason}`, () => {
    const fault = Object.assign(new Error('with details that nobody needs'), { code });
    assert.equal(reasonOf(fault), reason);
  });
}

test('a connection closed under undici is a closed connection', () => {
  assert.equal(reasonOf(new errors.SocketError('other side closed')), 'connection closed by the other side');
});

test('several addresses that all refuse are a refused connection', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const all = Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' });
  assert.equal(reasonOf(all), 'connection refused');
});

for (const fault of [new TypeError('a bug'), new errors.InvalidArgumentError('a bug'), 'a bug']) {
  test(`a programming fault stays one: ${String(fault)}`, () => {
    assert.throws(
      () => reasonOf(fault),
      thrown => thrown === fault,
    );
  });
}
