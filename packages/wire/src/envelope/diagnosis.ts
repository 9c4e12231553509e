const SENTENCES = {
  'too-large': 'The field is larger than 64 KiB, far more than any message of the API needs.',
  'not-base64-or-hex': 'The field is neither base64 nor hexadecimal.',
  'not-cms': 'The bytes are not a CMS ContentInfo: either not PKCS#7 at all, or damaged on the way.',
  'not-enveloped-data':
    'The CMS object has another content type than EnvelopedData (signed or authenticated data, for instance).',
  truncated: 'The envelope is cut off: a length in it reaches beyond its last byte.',
  'trailing-bytes': 'There are bytes after the end of the envelope.',
  'too-complex': 'The envelope is nested too deep or made of too many elements.',
  'malformed-enveloped-data': 'The EnvelopedData does not have the structure of RFC 5652.',
  'unsupported-version': 'A version number in the EnvelopedData is none that RFC 5652 defines.',
  'too-many-recipients': 'The envelope has more than 8 recipients.',
  'content-type-not-data': 'The enveloped content has another type than data.',
  'content-missing': 'The envelope holds no encrypted content (it is detached or empty).',
  'content-algorithm-not-aes-256-cbc': 'The content is not encrypted with AES-256-CBC and a 16-byte IV.',
  'unknown-key-identifier': 'The message names a key identifier that is none of our active keys.',
  'no-recipient-for-our-keys':
    'No recipient of the envelope is one of our keys: none is named, and none opens it (was it sealed for an older certificate?).',
  'key-algorithm-not-rsa':
    'The content key is encrypted with another algorithm than RSAES-OAEP or RSAES-PKCS1-v1_5.',
  'padding-not-allowed': 'The content key is encrypted with RSAES-PKCS1-v1_5, which is not allowed here.',
  'oaep-hash-not-sha256': 'The OAEP hash is not SHA-256 (SHA-1 is the default when no parameters are given).',
  'mgf1-not-sha256':
    'The OAEP mask generation is not MGF1 with SHA-256. Java takes MGF1 with SHA-1 unless an OAEPParameterSpec says otherwise.',
  'oaep-label-not-empty': 'The OAEP parameters carry a label; the label must be empty.',
  'key-decryption-failed':
    'The RSA decryption of the content key failed: sealed for another certificate, or with other OAEP hashes than the envelope declares.',
  'content-decryption-failed':
    'The content does not decrypt: damaged content or, with RSAES-PKCS1-v1_5, sealed for another certificate.',
} as const;

/**
 * Why an envelope was refused. For our own trace only: the peer gets one answer whatever the cause (400, code 112),
 * since CBC content has no integrity and every detail would help whoever probes with altered envelopes.
 */
export type EnvelopeDiagnosis = keyof typeof SENTENCES;

/** A diagnosis in a sentence for people. Holds nothing taken from the envelope. */
export function explainDiagnosis(diagnosis: EnvelopeDiagnosis): string {
  return SENTENCES[diagnosis];
}
