/** The ports of a sandbox. 0 lets the system choose. */
export interface SandboxPorts {
  peers: number;
  operator: number;
  issuer: number;
  wallet: number;
  control: number;
  detokenization: number;
  tsp: number;
  visa: number;
  mastercard: number;
}

/** The ports a sandbox takes unless told otherwise. */
export const usualPortBase = 7440;

/** Ports in a row from `base`; with 0, ones that the system chooses. */
export function portsFrom(base: number): SandboxPorts {
  const port = (offset: number) => (base === 0 ? 0 : base + offset);
  return {
    operator: port(0),
    peers: port(3),
    issuer: port(4),
    wallet: port(5),
    control: port(6),
    detokenization: port(7),
    tsp: port(8),
    visa: port(9),
    mastercard: port(10),
  };
}
