/** PPR: before production; PRD: production (D1 transport security). */
export const d1Environments = ['PPR', 'PRD'] as const;
export type D1Environment = (typeof d1Environments)[number];

/** Whom a client certificate of the D1 APIs speaks for. */
export interface D1ClientName {
  keyType: 'RSA' | 'ECDSA';
  /** The issuer or aggregator. */
  clientId: string;
  environment: D1Environment;
}

const shape = /^TLSMA-(?<keyType>RSA|ECDSA)\/(?<clientId>[A-Za-z0-9_-]{10})\/(?<environment>PPR|PRD)$/;

/** The common name that says so; its separators are ours. */
export function writeD1ClientName({ keyType, clientId, environment }: D1ClientName): string {
  return `TLSMA-${keyType}/${clientId}/${environment}`;
}

/** Null: a common name of another kind. */
export function readD1ClientName(commonName: string): D1ClientName | null {
  return (shape.exec(commonName)?.groups as D1ClientName | undefined) ?? null;
}
