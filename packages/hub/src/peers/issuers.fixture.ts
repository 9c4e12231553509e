import { defaultIssuerSettings, type Issuer, type IssuerKey, type IssuerSettings } from '../core/issuer.ts';
import { type CertifiedKey, keyIdentifierOf } from '../identity/certificates.ts';
import { localhostServer } from './tls-identities.fixture.ts';

/** An issuer whose endpoint is a test's own HTTPS server. */
export function issuerAt(base: string, settings: Partial<IssuerSettings> = {}): Issuer {
  return {
    issuerId: 'TESTBANK01',
    name: 'Test Bank',
    settings: {
      ...defaultIssuerSettings,
      outboundBase: `${base}/issuer/igwapi/v2.0`,
      auxiliary: { outboundBase: `${base}/issuer/igwauxapi`, methodMap: {} },
      serverTrust: localhostServer.certificatePem,
      ...settings,
    },
  };
}

/** A PKCS#7 key as the issuer uploaded it. */
export function issuerKey({ certificatePem }: CertifiedKey): IssuerKey {
  return {
    issuerId: 'TESTBANK01',
    keyIdentifier: keyIdentifierOf(certificatePem),
    certificatePem,
    createdAt: new Date('2026-11-22T02:45:00Z'),
  };
}
