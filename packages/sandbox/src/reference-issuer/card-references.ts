import { createHmac, randomBytes } from 'node:crypto';
import { openStateFile, type StateFile } from './state-file.ts';

/** What the issuer has to know of a card that is named by its reference alone. */
export interface RememberedCard {
  /** `YY`; null when the card never came with an expiry date. */
  expiryYear: string | null;
  productId: string;
}

/** A card that was replaced or renewed; what is not named stays as it was. */
export interface CardReplacement {
  issuerId: string;
  issuerCardRefId: string;
  newIssuerCardRefId?: string | undefined;
  newProductId?: string | undefined;
  newCard?: { pan: string; expiryYear: string } | undefined;
}

/** Keyed hash of a PAN; the first reference of its card, too. */
type Fingerprint = string;

interface IssuerState {
  references: Record<Fingerprint, string>;
  cards: Record<string, RememberedCard>;
}

interface State {
  /** base64 */
  secret: string;
  /** By issuer id. */
  issuers: Record<string, IssuerState>;
}

/**
 * Opens the references kept in `stateFile`, under the secret in it; the first time, makes the file. It holds no PAN,
 * and who has a reference but not the secret learns nothing of the PAN.
 */
export async function openCardReferences(stateFile: string): Promise<CardReferences> {
  const secret = randomBytes(32).toString('base64');
  return new CardReferences(await openStateFile<State>(stateFile, () => ({ secret, issuers: {} })));
}

/** The `issuerCardRefId` of every card: always the same for one FPAN, and telling nothing of it. */
export class CardReferences {
  readonly #file: StateFile<State>;

  constructor(file: StateFile<State>) {
    this.#file = file;
  }

  /** Gives the reference of a card, and remembers of the card what a call by reference alone will need. */
  async referenceOf(card: { issuerId: string; pan: string } & RememberedCard): Promise<string> {
    const { references, cards } = this.#issuer(card.issuerId);
    const fingerprint = this.#fingerprint(card.issuerId, card.pan);
    const reference = references[fingerprint] ?? fingerprint;
    const known = cards[reference];
    const expiryYear = card.expiryYear ?? known?.expiryYear ?? null;
    if (known?.productId === card.productId && known.expiryYear === expiryYear) return reference;
    references[fingerprint] = reference;
    cards[reference] = { productId: card.productId, expiryYear };
    await this.#file.save();
    return reference;
  }

  /** The card behind a reference, `undefined` when none was ever given it. */
  recall(issuerId: string, issuerCardRefId: string): RememberedCard | undefined {
    const { cards } = this.#issuer(issuerId);
    return Object.hasOwn(cards, issuerCardRefId) ? cards[issuerCardRefId] : undefined;
  }

  /** Keeps up with `updateCard`: the new number has the reference of the old one. */
  async replace(replacement: CardReplacement): Promise<void> {
    const { issuerId, issuerCardRefId, newProductId, newCard } = replacement;
    const card = this.recall(issuerId, issuerCardRefId);
    if (card === undefined) return;
    const { references, cards } = this.#issuer(issuerId);
    const reference = replacement.newIssuerCardRefId ?? issuerCardRefId;
    delete cards[issuerCardRefId];
    cards[reference] = {
      productId: newProductId ?? card.productId,
      expiryYear: newCard?.expiryYear ?? card.expiryYear,
    };
    const fingerprints = Object.keys(references).filter(print => references[print] === issuerCardRefId);
    if (newCard) fingerprints.push(this.#fingerprint(issuerId, newCard.pan));
    for (const fingerprint of fingerprints) references[fingerprint] = reference;
    await this.#file.save();
  }

  #issuer(issuerId: string): IssuerState {
    const { issuers } = this.#file.state;
    const issuer = issuers[issuerId] ?? { references: {}, cards: {} };
    issuers[issuerId] = issuer;
    return issuer;
  }

  /** 128 bits as hexadecimal with letters for all digits, so that no part of it is ever taken for a card number. */
  #fingerprint(issuerId: string, pan: string): Fingerprint {
    const secret = Buffer.from(this.#file.state.secret, 'base64');
    const hex = createHmac('sha256', secret).update(`${issuerId} ${pan}`).digest('hex').slice(0, 32);
    return hex.replace(/[0-9]/g, digit => 'ghijklmnop'.charAt(Number(digit)));
  }
}
