import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { operatorApi } from './operator-api.fixture.ts';

const { app, call } = await operatorApi();
after(() => app.close());

it('tells those who join the hub what they need, and no private key', async () => {
  const { body, text } = await call('GET', '/hub');
  assert.deepEqual(body, {
    version: '0.1.0',
    issuerGatewayUrl: 'https://hub.example:8443/gtep/igwapi/v2.0',
    tokenRequestorUrl: 'https://hub.example:8443/token-requestor/v1',
    detokenizationUrl: 'https://hub.example:8445',
    authorityCertificatePem: 'authority',
    clientCertificatePem: 'client',
    envelopeCertificates: [{ keyIdentifier: 'hub-1', certificatePem: 'envelope' }],
    d1Url: 'https://hub.example:8443',
    d1Keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'd1-1', use: 'enc', alg: 'ECDH-ES' }],
  });
  assert.doesNotMatch(text, /PRIVATE KEY/);
});
