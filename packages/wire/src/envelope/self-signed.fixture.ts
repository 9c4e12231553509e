import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

const SHA_256_WITH_RSA = new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null });
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';

/** Subject key identifier of every test certificate that has one. */
export const TEST_SKI = Uint8Array.from({ length: 20 }, (_, i) => 0xe0 + i);

/** What `importOpeningKey` takes. */
export interface KeyMaterial {
  readonly keyIdentifier: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** A new RSA key with a certificate whose issuer and subject are `CN=<keyIdentifier>`. */
export function generateKeyMaterial(keyIdentifier: string, modulusLength = 2048): KeyMaterial {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    keyIdentifier,
    certificatePem: certify({ publicKey, signer: privateKey, commonName: keyIdentifier }),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A certificate for any public key, in version 1 without extensions; `signer` need not be its private key, nobody checks the signature. */
export function certify(request: {
  publicKey: KeyObject;
  signer: KeyObject;
  commonName: string;
  version?: 'v1' | 'v3';
}): string {
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new AttributeValue({ utf8String: request.commonName }),
      }),
    ]),
  ]);
  const tbsCertificate = new TBSCertificate({
    version: request.version === 'v1' ? Version.v1 : Version.v3,
    serialNumber: Uint8Array.of(0x0b, 0xad, 0xca, 0xfe).buffer,
    signature: SHA_256_WITH_RSA,
    issuer: name,
    validity: new Validity({ notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') }),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(
      request.publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
  });
  if (request.version !== 'v1') tbsCertificate.extensions = extensions();
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), request.signer);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: SHA_256_WITH_RSA,
    signatureValue: Uint8Array.from(signatureValue).buffer,
  });
  return toPem(Buffer.from(AsnConvert.serialize(certificate)));
}

function extensions(): Extensions {
  const constraints = AsnConvert.serialize(new BasicConstraints({ cA: false }));
  const keyIdentifier = AsnConvert.serialize(new SubjectKeyIdentifier(TEST_SKI));
  return new Extensions([
    new Extension({ extnID: BASIC_CONSTRAINTS, critical: true, extnValue: new OctetString(constraints) }),
    new Extension({ extnID: SUBJECT_KEY_IDENTIFIER, extnValue: new OctetString(keyIdentifier) }),
  ]);
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
