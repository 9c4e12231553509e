import { readFile } from 'node:fs/promises';
import { IssuerId } from '@countermark/wire/operator/elements';
import { readStrictly } from '@countermark/wire/strict-reading';
import Type from 'typebox';
import { parseDocument } from 'yaml';
import type { CertificationProfile } from './certification-profile.ts';
import { D1Section, resolveD1 } from './profile-file/d1-section.ts';
import { certificateFile, keyFile, path, section } from './profile-file/elements.ts';
import { IssuerGatewaySection, resolveIssuerGateway } from './profile-file/issuer-gateway-section.ts';
import { NamedFiles, ProfileError } from './profile-file/named-files.ts';

const milliseconds = (what: string) =>
  Type.Integer({ minimum: 100, maximum: 60_000, description: `${what}, in milliseconds: 100 to 60000` });

/** The profile as a file; paths are relative to it. */
const ProfileFile = section('settings', {
  issuerId: IssuerId,
  serverTrustFile: Type.Optional(path('a file with certificates in PEM form')),
  hubClient: section('certificateFile and keyFile', { certificateFile, keyFile }),
  timeLimits: Type.Optional(
    section('connect, answer and notification, as far as needed', {
      connect: Type.Optional(milliseconds('until a connection stands')),
      answer: Type.Optional(milliseconds('until a question is answered')),
      notification: Type.Optional(milliseconds('until a notification is acknowledged')),
    }),
  ),
  issuerGateway: Type.Optional(IssuerGatewaySection),
  d1: Type.Optional(D1Section),
});
type ProfileFile = Type.Static<typeof ProfileFile>;

/** How long hubs wait where nothing else was agreed on (Issuer Gateway API, response codes and retry policy). */
export const usualTimeLimits = { connect: 2_000, answer: 5_000, notification: 10_000 };

/**
 * Reads the profile of an issuer from a YAML file.
 *
 * @throws ProfileError when it cannot be read, or is not as it should be
 */
export async function readProfile(file: string): Promise<CertificationProfile> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ProfileError(`Cannot read the profile ${file}`);
  });
  const reading = readStrictly(ProfileFile, parseYaml(text, file));
  if (!reading.ok) throw new ProfileError(`${file}: ${reading.message}`);
  const { issuerGateway, d1 } = reading.value;
  if (!issuerGateway && !d1)
    throw new ProfileError(`${file}: issuerGateway and d1 are both missing. Say what the issuer speaks.`);
  return resolveProfile(reading.value, new NamedFiles(file));
}

/** The parser's own messages quote the text, and with it what should stay secret. */
function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (!error) return document.toJS();
  const line = text.slice(0, error.pos[0]).split('\n').length;
  throw new ProfileError(`${file}: line ${line} is not YAML (${error.code})`);
}

async function resolveProfile(content: ProfileFile, files: NamedFiles): Promise<CertificationProfile> {
  const { issuerId, serverTrustFile, hubClient, timeLimits, issuerGateway, d1 } = content;
  return {
    issuerId,
    serverTrust: serverTrustFile === undefined ? null : await files.certificate(serverTrustFile),
    hubClient: await files.certifiedKey(hubClient),
    timeLimits: { ...usualTimeLimits, ...timeLimits },
    issuerGateway: issuerGateway ? await resolveIssuerGateway(issuerGateway, files) : null,
    d1: d1 ? await resolveD1(d1, files) : null,
  };
}
