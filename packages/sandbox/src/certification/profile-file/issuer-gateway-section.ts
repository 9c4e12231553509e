import { importOpeningKey, importSealingKey } from '@countermark/wire/envelope/cms';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { HttpsBase } from '@countermark/wire/operator/elements';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import Type from 'typebox';
import type { CertificationCard, IssuerGatewayProfile } from '../certification-profile.ts';
import { atLeastOne, cardElements, certificateFile, keyFile, section, withoutSlash } from './elements.ts';
import type { NamedFiles } from './named-files.ts';

const { number: fpan, exp, cvv } = cardElements;
const cardWith = <Members extends Type.TProperties>(members: Members) =>
  closedObject({ fpan, exp, cvv, ...members });
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

/** What is known of an issuer that speaks the Issuer Gateway API; paths of files are relative to the profile. */
export const IssuerGatewaySection = section('url, keys, cards and more', {
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
type IssuerGatewaySection = Type.Static<typeof IssuerGatewaySection>;

/** The section with what stands in the files that it names. Envelopes are sealed for its keys: a bad one is told now. */
export async function resolveIssuerGateway(
  content: IssuerGatewaySection,
  files: NamedFiles,
): Promise<IssuerGatewayProfile> {
  const { url, auxiliaryUrl, hubEnvelope, observations } = content;
  const key = async ({ keyIdentifier, certificateFile }: (typeof content.keys)[number]) =>
    files.checkedValue(
      { keyIdentifier, certificatePem: await files.text(certificateFile) },
      importSealingKey,
    );
  return {
    url: withoutSlash(url),
    auxiliaryUrl: auxiliaryUrl === undefined ? null : withoutSlash(auxiliaryUrl),
    keys: atLeastOne(await Promise.all(content.keys.map(key))),
    padding: content.padding ?? 'RSAES-OAEP-SHA-256',
    encoding: content.encoding ?? 'base64',
    recipientForm: content.recipientForm ?? 'subjectKeyIdentifier',
    hubEnvelope: hubEnvelope
      ? files.checkedValue(
          { keyIdentifier: hubEnvelope.keyIdentifier, ...(await files.certifiedKey(hubEnvelope)) },
          importOpeningKey,
        )
      : null,
    cards: cardsIn(content.cards),
    observations: observations
      ? { url: withoutSlash(observations.url), token: observations.token ?? null }
      : null,
  };
}

function cardsIn(content: IssuerGatewaySection['cards']): CertificationCard[] {
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
