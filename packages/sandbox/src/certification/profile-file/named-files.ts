import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';

/** A profile that cannot be used; the message names the file and what is wrong, and holds no card number and no key. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** What a profile names, files by paths relative to it. What is wrong is told as a {@link ProfileError}. */
export class NamedFiles {
  readonly #profile: string;

  constructor(profile: string) {
    this.#profile = profile;
  }

  async text(name: string): Promise<string> {
    const file = resolve(dirname(resolve(this.#profile)), name);
    return readFile(file, 'utf8').catch(() => {
      throw new ProfileError(`${this.#profile} names ${name}: there is no file ${file} that can be read`);
    });
  }

  async certificate(name: string): Promise<string> {
    return this.checkedText(name, pem => {
      if (!isCertificate(pem)) throw new Error('it holds no X.509 certificate in PEM form');
    });
  }

  async certifiedKey(files: { certificateFile: string; keyFile: string }): Promise<CertifiedKey> {
    const certificatePem = await this.certificate(files.certificateFile);
    return { certificatePem, privateKeyPem: await this.text(files.keyFile) };
  }

  /** @param check throws when the text is not what it is needed for; its message says why, and nothing of the text */
  async checkedText(name: string, check: (text: string) => unknown): Promise<string> {
    const text = await this.text(name);
    return checked(text, { check, where: `${this.#profile} names ${name}` });
  }

  /** @param check throws when the value is none to work with; its message says which, and why */
  checkedValue<Value>(value: Value, check: (value: Value) => unknown): Value {
    return checked(value, { check, where: this.#profile });
  }
}

function checked<Value>(
  value: Value,
  { check, where }: { check: (value: Value) => unknown; where: string },
): Value {
  try {
    check(value);
    return value;
  } catch (error) {
    throw new ProfileError(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return Boolean(new X509Certificate(pem));
  } catch {
    return false;
  }
}
