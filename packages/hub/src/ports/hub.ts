import type { DirectoryName } from '../core/directory.ts';
import type { Exchange } from './aggregates/exchanges.ts';
import type { Clock } from './clock.ts';
import type { D1Backend } from './d1-backend.ts';
import type { D1Envelopes } from './d1-envelopes.ts';
import type { Directory } from './directory.ts';
import type { HubEnvelopes } from './hub-envelopes.ts';
import type { Ids } from './ids.ts';
import type { IssuerBackend } from './issuer-backend.ts';
import type { PushTexts } from './push-texts.ts';
import type { Store } from './store.ts';
import type { ExternalTsp, Tsp } from './tsp.ts';
import type { Vault } from './vault.ts';
import type { Wallet } from './wallet.ts';

/** Wakes whoever works off operations and deliveries, after the commit that queued them. */
export interface Wake {
  operations(): void;
  deliveries(): void;
  batchFiles(): void;
  personalisations(): void;
  clickToPay(): void;
}

/** Everything a use case may need; each takes what it names. */
export interface Hub {
  clock: Clock;
  ids: Ids;
  /** Resolves when so many milliseconds of real time have passed, however the clock is set. */
  elapse(milliseconds: number): Promise<void>;
  vault: Vault;
  store: Store;
  /** Built-in TSP by the name a product gives. */
  tsps: ReadonlyMap<string, Tsp>;
  /** The TSP behind the connection of this name. Its settings are looked up with every call: they may change. */
  externalTsp(name: string): ExternalTsp;
  /** The Click to Pay directories that this hub is connected to. */
  directories: ReadonlyMap<DirectoryName, Directory>;
  issuerBackend: IssuerBackend;
  d1Backend: D1Backend;
  envelopes: HubEnvelopes;
  d1Envelopes: D1Envelopes;
  pushTexts: PushTexts;
  wallet: Wallet;
  wake: Wake;
  /** Keeps one message in the exchange log. Never fails: what goes wrong with the log concerns no peer. */
  record(exchange: Exchange): Promise<void>;
}
