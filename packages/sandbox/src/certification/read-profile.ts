import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import { importOpeningKey, importSealingKey } from '@countermark/wire/envelope/cms';
import { CardExpiry, Cvv, Fpan } from '@countermark/wire/issuer-gateway/plaintext/card-elements';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { HttpsBase, IssuerId } from '@countermark/wire/operator/elements';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import { readStrictly } from '@countermark/wire/strict-reading';
import Type from 'typebox';
import { parseDocument } from 'yaml';
import type {
  CertificationCard,
  CertificationProfile,
  EnvelopeCertificate,
} from './certification-profile.ts';

const path = (description: string) => Type.String({ minLength: 1, description });

/** The description is told where something else stands in the place of the section. */
const section = <Members extends Type.TProperties>(description: string, members: Members) =>
  Object.assign(closedObject(members), { description });

const certificateFile = path('a file with a certificate in PEM form');
const keyFile = path('a file with a private key in PEM form');

const milliseconds = (what: string) =>
  Type.Integer({ minimum: 100, maximum: 60_000, description: `${what}, in milliseconds: 100 to 60000` });

/** YAML takes digits without quotation marks for a number, and its leading zeros for nothing. */
const elements = {
  fpan: Type.String({ ...Fpan, description: 'a card number of 13 to 19 digits, in quotation marks' }),
  exp: Type.String({ ...CardExpiry, description: 'an expiry date, MMYY, in quotation marks' }),
  cvv: Type.Optional(Type.String({ ...Cvv, description: '3 or 4 digits, in quotation marks' })),
};
const cardWith = <Members extends Type.TProperties>(members: Members) =>
  closedObject({ ...elements, ...members });
const cards = <Card extends Type.TSchema>(card: Card, description: string) =>
  Type.Optional(Type.Array(card, { description }));

const refusingOperations = ['checkCardEligibility', 'requestCardDigitization', 'sendOTP'] as const;

/** Test cards by what becomes of them. */
const CardsSection = section(
  'green, and yellow, yellowWithoutList, red, refused and cobadged as far as there are',
  {
    green: Type.Array(cardWith({}), {
      minItems: 1,
      description: 'a list of cards that are approved at once, at least one',
    }),
    yellow: cards(
      cardWith({
        methods: Type.Array(Type.String({ minLength: 1 }), {
          minItems: 1,
          description: 'a list of the types of step-up methods that are offered, such as cell_phone',
        }),
      }),
      'a list of cards that are stepped up, with the methods that are offered',
    ),
    yellowWithoutList: cards(cardWith({}), 'a list of cards that are stepped up, without methods'),
    red: cards(cardWith({}), 'a list of cards that are declined'),
    refused: cards(
      cardWith({
        operation: Type.Enum([...refusingOperations], { description: refusingOperations.join(' or ') }),
        code: Type.Integer({ minimum: 100, maximum: 999, description: 'the responseCode, 100 to 999' }),
      }),
      'a list of cards that are refused, each with operation and code',
    ),
    cobadged: cards(cardWith({}), 'a list of cobadged cards'),
  },
);

const KeySection = section('keyIdentifier and certificateFile', {
  keyIdentifier: KeyIdentifier,
  certificateFile,
});

const IssuerGatewaySection = section('url, keys, cards and more', {
  url: HttpsBase,
  auxiliaryUrl: Type.Optional(HttpsBase),
  keys: Type.Array(KeySection, {
    minItems: 1,
    maxItems: 2,
    description: 'one key or two, the newest last, each with keyIdentifier and certificateFile',
  }),
  padding: Type.Optional(Type.Enum(['RSAES-OAEP-SHA-256', 'RSAES-PKCS1-v1_5'])),
  encoding: Type.Optional(Type.Enum(['base64', 'hex'])),
  recipientForm: Type.Optional(Type.Enum(['subjectKeyIdentifier', 'issuerAndSerialNumber'])),
  hubEnvelope: Type.Optional(
    section('keyIdentifier, certificateFile and keyFile', {
      keyIdentifier: KeyIdentifier,
      certificateFile,
      keyFile,
    }),
  ),
  cards: CardsSection,
  observations: Type.Optional(
    section('url, and token if one is needed', {
      url: Type.String({ pattern: '^https?://', description: 'a URL, https://… or http://…' }),
      token: Type.Optional(Type.String({ minLength: 1, description: 'a bearer token' })),
    }),
  ),
});

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
});
type ProfileFile = Type.Static<typeof ProfileFile>;

/** A profile that cannot be used; the message names the file and what is wrong, and holds no card number and no key. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

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
  return resolveProfile(reading.value, file);
}

/** The parser's own messages quote the text, and with it what should stay secret. */
function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (!error) return document.toJS();
  const line = text.slice(0, error.pos[0]).split('\n').length;
  throw new ProfileError(`${file}: line ${line} is not YAML (${error.code})`);
}

async function resolveProfile(content: ProfileFile, file: string): Promise<CertificationProfile> {
  const { issuerId, serverTrustFile, hubClient, timeLimits, issuerGateway } = content;
  const read = (name: string) => readNamed(name, file);
  return {
    issuerId,
    serverTrust: serverTrustFile === undefined ? null : await readCertificate(serverTrustFile, file),
    hubClient: await readPair(hubClient, file),
    timeLimits: { ...usualTimeLimits, ...timeLimits },
    issuerGateway: issuerGateway ? await resolveIssuerGateway(issuerGateway, { file, read }) : null,
    d1: null,
  };
}

type Section<Name extends keyof ProfileFile> = NonNullable<ProfileFile[Name]>;

async function resolveIssuerGateway(
  content: Section<'issuerGateway'>,
  { file, read }: { file: string; read: (name: string) => Promise<string> },
): Promise<NonNullable<CertificationProfile['issuerGateway']>> {
  const { url, auxiliaryUrl, hubEnvelope, observations } = content;
  const [first, ...more] = await Promise.all(
    content.keys.map(async ({ keyIdentifier, certificateFile }) =>
      checkedKey({ keyIdentifier, certificatePem: await read(certificateFile) }, file),
    ),
  );
  if (first === undefined) throw new ProfileError(`${file}: issuerGateway.keys names no key`);
  return {
    url: withoutSlash(url),
    auxiliaryUrl: auxiliaryUrl === undefined ? null : withoutSlash(auxiliaryUrl),
    keys: [first, ...more],
    padding: content.padding ?? 'RSAES-OAEP-SHA-256',
    encoding: content.encoding ?? 'base64',
    recipientForm: content.recipientForm ?? 'subjectKeyIdentifier',
    hubEnvelope: hubEnvelope
      ? checkedOpeningKey(
          { keyIdentifier: hubEnvelope.keyIdentifier, ...(await readPair(hubEnvelope, file)) },
          file,
        )
      : null,
    cards: cardsIn(content.cards),
    observations: observations
      ? { url: withoutSlash(observations.url), token: observations.token ?? null }
      : null,
  };
}

function cardsIn(content: Section<'issuerGateway'>['cards']): CertificationCard[] {
  const { green, yellow = [], yellowWithoutList = [], red = [], refused = [], cobadged = [] } = content;
  return [
    ...green.map(card => ({ ...card, outcome: 'green' }) as const),
    ...yellow.map(card => ({ ...card, outcome: 'yellow' }) as const),
    ...yellowWithoutList.map(card => ({ ...card, outcome: 'yellow-without-list' }) as const),
    ...red.map(card => ({ ...card, outcome: 'red' }) as const),
    ...refused.map(card => ({ ...card, outcome: 'refused' }) as const),
    ...cobadged.map(card => ({ ...card, outcome: 'cobadged' }) as const),
  ];
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

async function readNamed(name: string, profile: string): Promise<string> {
  const file = resolve(dirname(resolve(profile)), name);
  return readFile(file, 'utf8').catch(() => {
    throw new ProfileError(`${profile} names ${name}: there is no file ${file} that can be read`);
  });
}

async function readCertificate(name: string, profile: string): Promise<string> {
  const pem = await readNamed(name, profile);
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new ProfileError(`${profile} names ${name}: it holds no X.509 certificate in PEM form`);
  }
}

async function readPair(
  files: { certificateFile: string; keyFile: string },
  profile: string,
): Promise<CertifiedKey> {
  const certificatePem = await readCertificate(files.certificateFile, profile);
  return { certificatePem, privateKeyPem: await readNamed(files.keyFile, profile) };
}

/** Envelopes are sealed for it: what cannot be sealed for is told now. */
function checkedKey(key: EnvelopeCertificate, profile: string): EnvelopeCertificate {
  return checked(() => importSealingKey(key), { key, profile });
}

function checkedOpeningKey<Key extends EnvelopeCertificate & CertifiedKey>(key: Key, profile: string): Key {
  return checked(() => importOpeningKey(key), { key, profile });
}

function checked<Key>(check: () => unknown, { key, profile }: { key: Key; profile: string }): Key {
  try {
    check();
    return key;
  } catch (error) {
    throw new ProfileError(`${profile}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
