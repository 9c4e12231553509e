import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import { FullCardCredentials } from '@countermark/wire/d1/plaintext/full-card-credentials';
import { VerifyCardCredentials } from '@countermark/wire/d1/plaintext/verify-card-credentials';
import type Type from 'typebox';
import { table } from './markdown.ts';
import { membersOf } from './members.ts';

const languages: Readonly<Record<string, string>> = {
  '.sh': 'sh',
  '.ts': 'ts',
  '.java': 'java',
  '.py': 'python',
};

const plaintexts: readonly (readonly [use: string, by: string, plaintext: Type.TSchema])[] = [
  ['registering, renewing or replacing a card, batch files', 'issuer', CardCredentials],
  ['Verify card', 'hub', VerifyCardCredentials],
  ['Get card credentials', 'issuer', FullCardCredentials],
];

/** The samples of docs/encryption.md, as a test runs them, and what is sealed in D1. */
export function encryptionParts(): Readonly<Record<string, string>> {
  return {
    'PKCS#7 in OpenSSL': [sample('openssl/seal-card-data.sh'), sample('openssl/open-card-data.sh')].join(
      '\n\n',
    ),
    'PKCS#7 in TypeScript': sample('typescript/card-data.ts'),
    'PKCS#7 in Java': sample('java/CardData.java'),
    'PKCS#7 in Python': sample('python/card_data.py'),
    'JWE in TypeScript': sample('typescript/d1-card-data.ts'),
    'JWE in Python': sample('python/d1_card_data.py'),
    'sealed in D1': table(
      ['Sealed for', 'By', 'Holds JSON with'],
      plaintexts.map(([use, by, plaintext]) => [use, by, membersOf(plaintext)]),
    ),
  };
}

/** A file of docs/samples: a link to it, and all of it. */
function sample(file: string): string {
  const text = readFileSync(new URL(`../samples/${file}`, import.meta.url), 'utf8');
  return `[${basename(file)}](samples/${file})\n\n\`\`\`${languages[extname(file)]}\n${text}\`\`\``;
}
