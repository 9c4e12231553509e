/** `source` of notifyVirtualCardChange: who started a change. */
export type TokenSource = 'WALLET' | 'TSP' | 'ISSUER';
