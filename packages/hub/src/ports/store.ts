import type { AcceptedCallStore } from './aggregates/accepted-calls.ts';
import type { AggregatorStore } from './aggregates/aggregators.ts';
import type { BatchFileStore } from './aggregates/batch-files.ts';
import type { BreakerStore } from './aggregates/breakers.ts';
import type { CardStore } from './aggregates/cards.ts';
import type { ClickToPayStore } from './aggregates/click-to-pay.ts';
import type { ConsumerStore } from './aggregates/consumers.ts';
import type { DeliveryStore } from './aggregates/deliveries.ts';
import type { DetokenizationStore } from './aggregates/detokenizations.ts';
import type { DetokenizerStore } from './aggregates/detokenizers.ts';
import type { DeviceBindingStore } from './aggregates/device-bindings.ts';
import type { EnrolmentStore } from './aggregates/enrolments.ts';
import type { ErasureStore } from './aggregates/erasures.ts';
import type { ExchangeStore } from './aggregates/exchanges.ts';
import type { IssuerStore } from './aggregates/issuers.ts';
import type { OperationStore } from './aggregates/operations.ts';
import type { PersonalisationStore } from './aggregates/personalisations.ts';
import type { ProductStore } from './aggregates/products.ts';
import type { PushUseStore } from './aggregates/push-uses.ts';
import type { RecordedOperationStore } from './aggregates/recorded-operations.ts';
import type { RemoteTokens } from './aggregates/remote-tokens.ts';
import type { RequestorStore } from './aggregates/requestors.ts';
import type { TokenTransactionStore } from './aggregates/token-transactions.ts';
import type { TokenStore } from './aggregates/tokens.ts';
import type { TspCallStore } from './aggregates/tsp-calls.ts';
import type { TspConnectionStore } from './aggregates/tsp-connections.ts';
import type { VaultedTokens } from './aggregates/vaulted-tokens.ts';

export interface Store extends Aggregates {
  /**
   * Runs `work` in one transaction. Inside of it only `tx` may be used; a call on the outer store throws.
   * Never hold it across a call to a peer.
   */
  transaction<T>(work: (tx: Aggregates) => Promise<T>): Promise<T>;
}

/** A row that may exist once only was there already. Thrown by inserts and saves. */
export class UniqueViolation extends Error {
  readonly constraint: string;

  constructor(constraint: string) {
    super(`Already there: ${constraint}`);
    this.name = 'UniqueViolation';
    this.constraint = constraint;
  }
}

/** Whether this is the double that the named unique index refuses. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof UniqueViolation && error.constraint === constraint;
}

export interface Aggregates {
  issuers: IssuerStore;
  aggregators: AggregatorStore;
  products: ProductStore;
  requestors: RequestorStore;
  consumers: ConsumerStore;
  cards: CardStore;
  tokens: TokenStore;
  enrolments: EnrolmentStore;
  deviceBindings: DeviceBindingStore;
  operations: OperationStore;
  recordedOperations: RecordedOperationStore;
  acceptedCalls: AcceptedCallStore;
  deliveries: DeliveryStore;
  breakers: BreakerStore;
  exchanges: ExchangeStore;
  erasures: ErasureStore;
  tokenTransactions: TokenTransactionStore;
  tspConnections: TspConnectionStore;
  tspCalls: TspCallStore;
  remoteTokens: RemoteTokens;
  personalisations: PersonalisationStore;
  batchFiles: BatchFileStore;
  /** Of the built-in TSP. */
  domesticTokens: VaultedTokens;
  detokenizers: DetokenizerStore;
  detokenizations: DetokenizationStore;
  pushUses: PushUseStore;
  clickToPay: ClickToPayStore;
}
