import type { PinnedCertificate } from '../../core/issuer.ts';
import type { TspConnection, TspHealth } from '../../core/tsp-connection.ts';

export interface TspConnectionStore {
  /** Makes a connection or changes its settings; its health stays. */
  save(connection: Omit<TspConnection, 'health'>): Promise<void>;
  find(tsp: string): Promise<TspConnection | null>;
  list(): Promise<TspConnection[]>;
  findByCustomer(customer: string): Promise<TspConnection | null>;
  pinCertificate(tsp: string, certificate: PinnedCertificate): Promise<void>;
  certificates(tsp: string): Promise<PinnedCertificate[]>;
  findByCertificate(fingerprint: string): Promise<TspConnection | null>;
  /** Takes the connections whose health check is due; they are due again at `next`. */
  claimChecks(now: Date, next: Date): Promise<TspConnection[]>;
  saveHealth(tsp: string, health: TspHealth): Promise<void>;
}
