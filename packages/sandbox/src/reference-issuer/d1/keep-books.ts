import { createPublicKey } from 'node:crypto';
import type { HubAnswer } from '@countermark/issuer-kit/client/hub-answer';
import type { CardCredentials } from '@countermark/wire/d1/plaintext/card-credentials';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import type { CardReferences } from '../card-references.ts';
import type { CardBook, CardOfRecord } from './card-book.ts';
import type { D1IssuerProfile } from './d1-profile.ts';

/** Where an issuer keeps its cards. */
export interface Bookkeeping {
  issuer: D1IssuerProfile;
  book: CardBook;
  references: CardReferences;
}

/** A call that the hub agreed to, its card data in the clear where a person wrote them so. */
export interface AgreedCall {
  parameters: Readonly<Record<string, string>>;
  body: CallBody;
  answer: HubAnswer;
}

/** Members of bodies that the books go by. */
interface CallBody {
  consumerId?: string;
  cardProductId?: string;
  newCardId?: string;
  state?: CardOfRecord['state'];
  encryptedData?: string | CardCredentials;
  cards?: readonly (CallBody & { cardId: string })[];
}

type Entry = (call: AgreedCall, books: Bookkeeping) => Promise<void>;

/** What each operation changes in the issuer's books; the others change nothing. */
const entries: Readonly<Record<string, Entry>> = {
  registerCard: ({ parameters: { cardId = '' }, body }, books) => enter(cardId, body, books),
  registerConsumerWithCards: async ({ parameters: { consumerId = '' }, body: { cards = [] } }, books) => {
    for (const { cardId, ...card } of cards) await enter(cardId, { consumerId, ...card }, books);
  },
  createCard: ({ body, answer }, books) => enter((answer.body as { cardId: string }).cardId, body, books),
  renewCard: async ({ parameters: { cardId = '' }, body }, { issuer, book, references }) =>
    book.change(issuer.issuerId, cardId, await numberOf(body, { issuer, book, references })),
  replaceCard: async ({ parameters: { cardId = '' }, body }, books) => {
    const { issuer, book } = books;
    const old = book.find(issuer.issuerId, cardId);
    if (old === undefined) return;
    await book.remove(issuer.issuerId, cardId);
    await enter(body.newCardId ?? cardId, { ...old, ...body, state: body.state ?? 'ACTIVE' }, books);
  },
  suspendCard: setState('INACTIVE'),
  resumeCard: setState('ACTIVE'),
  activateCard: setState('ACTIVE'),
  deleteCard: ({ parameters: { cardId = '' } }, { issuer, book }) => book.remove(issuer.issuerId, cardId),
  deleteConsumer: ({ parameters: { consumerId = '' } }, { issuer, book }) =>
    book.removeConsumer(issuer.issuerId, consumerId),
};

/** The issuer's own card management keeps up with what the hub agreed to. */
export async function keepBooks(operation: string, call: AgreedCall, books: Bookkeeping): Promise<void> {
  await entries[operation]?.(call, books);
}

function setState(state: CardOfRecord['state']): Entry {
  return ({ parameters: { cardId = '' } }, { issuer, book }) =>
    book.change(issuer.issuerId, cardId, { state });
}

async function enter(cardId: string, body: CallBody, books: Bookkeeping): Promise<void> {
  const { consumerId = '', cardProductId = '', state = 'ACTIVE' } = body;
  const unknown = { fingerprint: null, credentials: null };
  const card = { consumerId, cardProductId, state, ...unknown, ...(await numberOf(body, books)) };
  await books.book.put(books.issuer.issuerId, cardId, card);
}

/** Of card data in the clear: their fingerprint, and themselves sealed for the issuer. */
async function numberOf(
  { encryptedData, cardProductId = '' }: CallBody,
  { issuer, references }: Bookkeeping,
): Promise<Partial<CardOfRecord>> {
  if (typeof encryptedData !== 'object') return {};
  const { pan, exp } = encryptedData;
  const { issuerId, products, encryption } = issuer;
  const productId = products.find(({ panPrefix }) => pan.startsWith(panPrefix))?.productId ?? cardProductId;
  const fingerprint = await references.referenceOf({ issuerId, pan, productId, expiryYear: exp.slice(2) });
  const { keyIdentifier, privateKeyPem } = encryption;
  const publicKey = createPublicKey(readP256PrivateKey(privateKeyPem));
  return { fingerprint, credentials: await sealJwe({ pan, exp }, { keyIdentifier, publicKey }) };
}
