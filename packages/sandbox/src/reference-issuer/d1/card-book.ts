import { openStateFile, type StateFile } from '../state-file.ts';

/** A card as the issuer keeps it: never its number in the clear. */
export interface CardOfRecord {
  consumerId: string;
  cardProductId: string;
  /** Keyed hash of its number; null: the hub made it, and the issuer does not know it. */
  fingerprint: string | null;
  /** Number and expiry date, sealed for the issuer itself; null as above. */
  credentials: string | null;
  state: 'ACTIVE' | 'INACTIVE';
}

/** Cards by `cardId`, by issuer id. */
type State = Record<string, Record<string, CardOfRecord>>;

/** Opens the cards kept in `stateFile`; the first time, makes the file. */
export async function openCardBook(stateFile: string): Promise<CardBook> {
  return new CardBook(await openStateFile<State>(stateFile, () => ({})));
}

/** The cards that issuers made known to the hub, as their card management systems have them. */
export class CardBook {
  readonly #file: StateFile<State>;

  constructor(file: StateFile<State>) {
    this.#file = file;
  }

  find(issuerId: string, cardId: string): CardOfRecord | undefined {
    const cards = this.#cards(issuerId);
    return Object.hasOwn(cards, cardId) ? cards[cardId] : undefined;
  }

  /** The `cardId` of the card with this number. */
  idOf(issuerId: string, fingerprint: string): string | undefined {
    const found = Object.entries(this.#cards(issuerId)).find(([, card]) => card.fingerprint === fingerprint);
    return found?.[0];
  }

  async put(issuerId: string, cardId: string, card: CardOfRecord): Promise<void> {
    this.#cards(issuerId)[cardId] = card;
    await this.#file.save();
  }

  /** Changes what is named of a card; one that is not known stays unknown. */
  async change(issuerId: string, cardId: string, changes: Partial<CardOfRecord>): Promise<void> {
    const card = this.find(issuerId, cardId);
    if (card) await this.put(issuerId, cardId, { ...card, ...changes });
  }

  async remove(issuerId: string, cardId: string): Promise<void> {
    delete this.#cards(issuerId)[cardId];
    await this.#file.save();
  }

  /** Removes all cards of a consumer. */
  async removeConsumer(issuerId: string, consumerId: string): Promise<void> {
    const cards = this.#cards(issuerId);
    for (const [cardId, card] of Object.entries(cards)) {
      if (card.consumerId === consumerId) delete cards[cardId];
    }
    await this.#file.save();
  }

  #cards(issuerId: string): Record<string, CardOfRecord> {
    const { state } = this.#file;
    state[issuerId] ??= {};
    return state[issuerId];
  }
}
