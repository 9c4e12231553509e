import type { KeyObject } from 'node:crypto';
import type { OpeningKey } from '../keys.ts';
import type { Fact, Finding } from './finding.ts';
import { examinePlaintext } from './plaintext-findings.ts';

/** With what an envelope is examined. Without a key of its kind, only its outside is. */
export interface ExaminationMeans {
  readonly cmsKeys: readonly OpeningKey[];
  readonly jweKeys: ReadonlyMap<string, KeyObject>;
  /** `publicKeyIdentifier` that came with it. */
  readonly keyIdentifier?: string | undefined;
  readonly pkcs1v15: 'allowed' | 'refused';
  /** What the message asks for; `any`: nobody said. */
  readonly expected: 'CMS' | 'JWE' | 'any';
}

/** What the inside of an envelope adds to its examination. */
export interface Inside {
  readonly facts: readonly Fact[];
  readonly findings: readonly Finding[];
  /** What it held, masked; absent when it was not opened. */
  readonly content?: Readonly<Record<string, unknown>>;
  /** What it held, as it is: for whoever asks for it by name. */
  readonly plaintext?: Uint8Array;
}

/** The inside of an opened envelope. */
export function insideOf(facts: readonly Fact[], plaintext: Uint8Array): Inside {
  const { masked, findings } = examinePlaintext(plaintext);
  return { facts, findings, plaintext, ...(masked && { content: masked }) };
}
