/** Object identifiers of the envelope: RFC 5652 (content types), RFC 8017 (RSA), RFC 3565 (AES), RFC 4055 (SHA-2). */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  envelopedData: '1.2.840.113549.1.7.3',
  rsaEncryption: '1.2.840.113549.1.1.1',
  rsaesOaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  pSpecified: '1.2.840.113549.1.1.9',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const;

/** Names for people; besides our own algorithms, the ones a misconfigured sender is most likely to have used. */
const NAMES: Readonly<Record<string, string>> = {
  [OID.data]: 'data',
  '1.2.840.113549.1.7.2': 'signedData',
  [OID.envelopedData]: 'envelopedData',
  '1.2.840.113549.1.7.6': 'encryptedData',
  '1.2.840.113549.1.9.16.1.23': 'authEnvelopedData',
  [OID.rsaEncryption]: 'RSAES-PKCS1-v1_5',
  [OID.rsaesOaep]: 'RSAES-OAEP',
  [OID.mgf1]: 'MGF1',
  [OID.sha1]: 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  [OID.sha256]: 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '1.2.840.113549.3.7': 'DES-EDE3-CBC',
  '2.16.840.1.101.3.4.1.2': 'AES-128-CBC',
  '2.16.840.1.101.3.4.1.6': 'AES-128-GCM',
  '2.16.840.1.101.3.4.1.22': 'AES-192-CBC',
  [OID.aes256Cbc]: 'AES-256-CBC',
  '2.16.840.1.101.3.4.1.46': 'AES-256-GCM',
};

/** The usual name of an algorithm or content type, or its dotted object identifier when it is not a known one. */
export function algorithmName(oid: string): string {
  return NAMES[oid] ?? oid;
}

/** RSA padding of the content key: a setting of each issuer (Issuer Gateway API, data encryption). */
export type RsaPadding = 'RSAES-OAEP-SHA-256' | 'RSAES-PKCS1-v1_5';

/** Length of an AES-256 key, in bytes. */
export const CONTENT_KEY_BYTES = 32;

/** Length of the CBC initialization vector, in bytes. */
export const IV_BYTES = 16;
