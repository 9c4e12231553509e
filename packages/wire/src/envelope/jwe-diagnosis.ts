const SENTENCES = {
  'too-large': 'The field is longer than 8192 characters.',
  'not-compact': 'The text is not a compact JWE: five parts of base64url, divided by points.',
  'malformed-header': 'The first part is not a header: a JSON object in UTF-8.',
  'critical-extension': 'The header names extensions that must be understood (crit); none is.',
  compressed: 'The content is compressed (zip), which is not taken: it might swell without end.',
  'algorithm-not-ecdh-es': 'The key is agreed with another algorithm than ECDH-ES, direct.',
  'encryption-not-a256gcm': 'The content is encrypted with another algorithm than A256GCM.',
  'key-identifier-missing': 'The header names no key (kid).',
  'unknown-key-identifier': 'The header names a key (kid) that is none of our active keys.',
  'ephemeral-key-missing': "The header holds no ephemeral key of the sender's (epk).",
  'curve-not-p-256': "The sender's ephemeral key is of another curve than P-256.",
  'ephemeral-key-malformed': "The sender's ephemeral key is no point of the curve P-256.",
  'encrypted-key-not-empty': 'There is an encrypted key, which direct agreement has no use for.',
  'wrong-size': 'Initialization vector or authentication tag has not the size that A256GCM needs.',
  'decryption-failed':
    'The content does not decrypt: altered on the way, or sealed for another key of the same name.',
} as const;

/**
 * Why a JWE was refused. For our own trace only: the peer gets one answer whatever the cause (400,
 * `FIELD_INVALID_VALUE`).
 */
export type JweDiagnosis = keyof typeof SENTENCES;

/** A diagnosis in a sentence for people. Holds nothing taken from the JWE. */
export function explainJweDiagnosis(diagnosis: JweDiagnosis): string {
  return SENTENCES[diagnosis];
}
