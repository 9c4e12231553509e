import { X509Certificate } from 'node:crypto';
import { type Refused, refuse } from './outcome.ts';

/**
 * The base URL of a peer's server without slash at its end, for paths to be appended to.
 *
 * @param parameter where the operator wrote it
 */
export function readHttpsBase(text: string, parameter: string): string | Refused {
  const url = URL.parse(text);
  const bare = url?.protocol === 'https:' && url.username === '' && url.password === '' && !/[?#]/.test(text);
  if (bare) return text.replace(/\/+$/, '');
  return refuse(
    'bad-parameter',
    `${parameter} is wrong. Expected: a URL that begins with https:// and has neither user, query nor fragment.`,
    parameter,
  );
}

const certificateBlock = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

/**
 * The certificates a peer's server is trusted by, in PEM form and without whatever stood around them; null for the
 * system's trust store.
 *
 * @param parameter where the operator wrote them
 */
export function readServerTrust(text: string | undefined, parameter: string): string | null | Refused {
  if (text === undefined) return null;
  if (text.includes('PRIVATE KEY-----')) {
    return refuse('bad-certificate', `${parameter} holds a private key. Give only certificates.`, parameter);
  }
  const certificates = (text.match(certificateBlock) ?? []).map(readPem);
  if (certificates.length > 0 && certificates.every(certificate => certificate !== null)) {
    return certificates.join('');
  }
  return refuse('bad-certificate', `${parameter} holds no readable certificate in PEM form.`, parameter);
}

function readPem(block: string): string | null {
  try {
    return new X509Certificate(block).toString();
  } catch {
    return null;
  }
}
