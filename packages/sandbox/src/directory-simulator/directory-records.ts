import { createHash, randomUUID } from 'node:crypto';
import { openStateFile, type StateFile } from '../reference-issuer/state-file.ts';

/** A consumer with a profile; `Consumer` and `Shown` are what the network's own messages say of consumer and card. */
export interface ConsumerRecord<Consumer, Shown> {
  externalConsumerId: string;
  srcConsumerId: string;
  consumer: Consumer;
  cards: CardRecord<Shown>[];
}

/** A card in a profile. Of its number the directory keeps what tells it from another, and the last digits. */
export interface CardRecord<Shown> {
  externalCardId: string;
  srcDigitalCardId: string;
  cardHash: string;
  lastFour: string;
  shown: Shown;
  state: 'ACTIVE' | 'PENDING';
  /** The token that the hub made for the directory. */
  virtualCardId: string;
}

/** Something the directory was asked for and tells the outcome of later. */
export interface RequestRecord<Result> {
  requestId: string;
  externalConsumerId: string;
  status: 'IN_PROGRESS' | 'COMPLETED';
  results: Result[];
  /** Done, but kept back until it is released. */
  held: boolean;
}

interface DirectoryState<Consumer, Shown, Result> {
  consumers: Record<string, ConsumerRecord<Consumer, Shown>>;
  requests: Record<string, RequestRecord<Result>>;
  /** Cards whose first call was left without an answer. */
  timedOut: string[];
}

export async function openDirectoryRecords<Consumer, Shown, Result>(
  stateFile: string,
): Promise<DirectoryRecords<Consumer, Shown, Result>> {
  const begin = () => ({ consumers: {}, requests: {}, timedOut: [] });
  return new DirectoryRecords(await openStateFile(stateFile, begin));
}

/** What a simulated directory keeps, in a file over a restart. */
export class DirectoryRecords<Consumer, Shown, Result> {
  readonly #file: StateFile<DirectoryState<Consumer, Shown, Result>>;

  constructor(file: StateFile<DirectoryState<Consumer, Shown, Result>>) {
    this.#file = file;
  }

  consumer(externalConsumerId: string): ConsumerRecord<Consumer, Shown> | undefined {
    return this.#file.state.consumers[externalConsumerId];
  }

  consumers(): ConsumerRecord<Consumer, Shown>[] {
    return Object.values(this.#file.state.consumers);
  }

  /** The consumer, made now unless there is a profile already. */
  async take(externalConsumerId: string, consumer: Consumer): Promise<ConsumerRecord<Consumer, Shown>> {
    const { consumers } = this.#file.state;
    consumers[externalConsumerId] ??= {
      externalConsumerId,
      srcConsumerId: randomUUID(),
      consumer,
      cards: [],
    };
    await this.save();
    return consumers[externalConsumerId];
  }

  async remove(externalConsumerId: string): Promise<void> {
    delete this.#file.state.consumers[externalConsumerId];
    await this.save();
  }

  request(requestId: string): RequestRecord<Result> | undefined {
    return this.#file.state.requests[requestId];
  }

  requests(): RequestRecord<Result>[] {
    return Object.values(this.#file.state.requests);
  }

  /** A request that work begins on now. */
  async begin(externalConsumerId: string, requestId: string = randomUUID()): Promise<RequestRecord<Result>> {
    const request: RequestRecord<Result> = {
      requestId,
      externalConsumerId,
      status: 'IN_PROGRESS',
      results: [],
      held: false,
    };
    this.#file.state.requests[requestId] = request;
    await this.save();
    return request;
  }

  /** Whether a call about this card is to be left without an answer: the first one is. */
  async timesOut(pan: string): Promise<boolean> {
    const { timedOut } = this.#file.state;
    if (timedOut.includes(hashOf(pan))) return false;
    timedOut.push(hashOf(pan));
    await this.save();
    return true;
  }

  /** Keeps whatever was changed in a record. */
  save(): Promise<void> {
    return this.#file.save();
  }
}

export function hashOf(pan: string): string {
  return createHash('sha256').update(`card of a simulated directory ${pan}`).digest('hex');
}
