import { portsFrom, usualPortBase } from '@countermark/sandbox/sandbox/sandbox-ports';
import { variableNames } from './variables.ts';

/** A Postman environment with what the collections need of a sandbox on its usual ports; the rest is the user's to fill in. */
export function sandboxEnvironment(): object {
  const { peers, issuer } = portsFrom(usualPortBase);
  const known = { hubUrl: `https://localhost:${peers}`, issuerUrl: `https://localhost:${issuer}` };
  const own = ['bearerToken', 'basicAuthUsername', 'basicAuthPassword', ...variableNames];
  const values = { ...known, ...Object.fromEntries(own.map(name => [name, ''])) };
  return {
    name: 'Countermark sandbox',
    values: Object.entries(values).map(([key, value]) => ({ key, value, enabled: true })),
    _postman_variable_scope: 'environment',
  };
}
