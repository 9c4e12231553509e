import { CardId, ConsumerId } from '@countermark/wire/d1/identifiers';
import { readP256PrivateKey, readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { BasePaths, OAuth2Settings, PutClientSecret } from '@countermark/wire/operator/d1-issuer';
import { HttpsBase } from '@countermark/wire/operator/elements';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import { readStrictly } from '@countermark/wire/strict-reading';
import Type from 'typebox';
import { type D1OutboundName, d1OperationNames } from '../d1/d1-operations.ts';
import type { D1OAuth2Profile, D1Profile, D1PublicKey, D1TestCard } from '../d1/d1-profile.ts';
import { atLeastOne, cardElements, keyFile, path, section, withoutSlash } from './elements.ts';
import type { NamedFiles } from './named-files.ts';

const OAuth2Section = section('tokenUrl, clientId, clientSecretFile and more', {
  ...OAuth2Settings.properties,
  clientSecretFile: path('a file with the client secret; line breaks at its end do not count'),
});

const KeySection = section('keyIdentifier and publicKeyFile', {
  keyIdentifier: KeyIdentifier,
  publicKeyFile: path('a file with a public key or a certificate in PEM form, EC P-256'),
});

const { number: pan, exp, cvv } = cardElements;
const Card = closedObject({
  cardId: Type.String({ ...CardId, description: '1 to 48 letters, digits, _ or -, in quotation marks' }),
  consumerId: Type.String({
    ...ConsumerId,
    description: '1 to 64 letters, digits, _ or -, in quotation marks',
  }),
  pan,
  exp,
  cvv,
});

/** What is known of an issuer that speaks D1; paths of files are relative to the profile. */
export const D1Section = section('url, keys, operations, cards and more', {
  url: HttpsBase,
  paths: Type.Optional(section('base paths that are not the published ones', BasePaths.properties)),
  oauth2: Type.Optional(OAuth2Section),
  keys: Type.Array(KeySection, {
    minItems: 1,
    maxItems: 2,
    description: 'one key or two, the newest last, each with keyIdentifier and publicKeyFile',
  }),
  hubEncryption: Type.Optional(
    section('keyIdentifier and keyFile', { keyIdentifier: KeyIdentifier, keyFile }),
  ),
  operations: Type.Array(Type.Enum([...d1OperationNames]), {
    minItems: 1,
    uniqueItems: true,
    description: `a list of what the hub calls, none twice: some of ${d1OperationNames.join(', ')}`,
  }),
  cards: section('active, and inactive as far as there are', {
    active: Type.Array(Card, { minItems: 1, description: 'a list of cards that may be used, at least one' }),
    inactive: Type.Optional(Type.Array(Card, { description: 'a list of cards that may not be used' })),
  }),
  clickToPay: Type.Optional(
    Type.Boolean({ description: 'true or false: whether cards go into the directories of Click to Pay' }),
  ),
});
type D1Section = Type.Static<typeof D1Section>;

/**
 * The section with what stands in the files that it names.
 *
 * @throws ProfileError when one is not what it should be, or the section contradicts itself
 */
export async function resolveD1(content: D1Section, files: NamedFiles): Promise<D1Profile> {
  const { url, paths = {}, oauth2, keys, hubEncryption, operations, cards, clickToPay = false } = content;
  return {
    url: withoutSlash(url),
    paths,
    oauth2: oauth2 ? await resolveOAuth2(oauth2, files) : null,
    keys: atLeastOne(await Promise.all(keys.map(key => resolveKey(key, files)))),
    hubEncryption: hubEncryption
      ? {
          keyIdentifier: hubEncryption.keyIdentifier,
          privateKeyPem: await files.checkedText(hubEncryption.keyFile, readP256PrivateKey),
        }
      : null,
    operations: files.checkedValue(operations, checkCardNotices),
    cards: cardsIn(cards),
    clickToPay,
  };
}

async function resolveOAuth2(
  { clientSecretFile, scope, basicAlphabet, ...settings }: NonNullable<D1Section['oauth2']>,
  files: NamedFiles,
): Promise<D1OAuth2Profile> {
  const text = await files.checkedText(clientSecretFile, text => checkSecret(withoutLineBreak(text)));
  return {
    ...settings,
    clientSecret: withoutLineBreak(text),
    scope: scope ?? null,
    basicAlphabet: basicAlphabet ?? 'base64',
  };
}

async function resolveKey(
  { keyIdentifier, publicKeyFile }: D1Section['keys'][number],
  files: NamedFiles,
): Promise<D1PublicKey> {
  return { keyIdentifier, publicKeyPem: await files.checkedText(publicKeyFile, readP256PublicKey) };
}

function cardsIn({ active, inactive = [] }: D1Section['cards']): D1Profile['cards'] {
  const inState = (state: D1TestCard['state']) => (card: Omit<D1TestCard, 'state'>) => ({ ...card, state });
  return atLeastOne([...active.map(inState('ACTIVE')), ...inactive.map(inState('INACTIVE'))]);
}

/** An issuer is told of its cards in one version. */
function checkCardNotices(operations: readonly D1OutboundName[]): void {
  const versions = operations.filter(
    name => name === 'notifyCardOperations' || name === 'notifyCardOperationV1',
  );
  if (versions.length !== 1)
    throw new Error(
      'd1.operations has to name one of notifyCardOperations and notifyCardOperationV1: in which version the issuer is told of cards.',
    );
}

function checkSecret(clientSecret: string): void {
  const reading = readStrictly(PutClientSecret, { clientSecret });
  if (!reading.ok) throw new Error(reading.message);
}

function withoutLineBreak(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}
