import { createServer } from 'node:https';
import { mutualTls, nodeListener } from '@countermark/issuer-kit';
import { backendOf } from './backend.ts';
import { readSettings } from './settings.ts';

const settings = await readSettings(process.env);
const tls = mutualTls({ ...settings.server, hubCertificatePems: [settings.hub.authorityPem] });
const server = createServer(tls, nodeListener(backendOf(settings)));

server.listen(settings.port, () => {
  console.log(`Issuer ${settings.issuerId} answers at https://localhost:${settings.port}`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
}
