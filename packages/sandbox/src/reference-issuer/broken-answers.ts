import type { ServerResponse } from 'node:http';
import type { BrokenAnswer } from './faults.ts';
import type { TcpConnections } from './tcp-connections.ts';

const dripInterval = 100;
const hugeLength = 16 * 1024 * 1024;

/** What each broken answer looks like on the wire. Without one, a request goes unanswered until a side gives up. */
const brokenAnswers: Readonly<
  Record<BrokenAnswer, (response: ServerResponse, connections: TcpConnections) => void>
> = {
  '404': response => sendPage(response, 404, 'Not Found'),
  '500': response => sendPage(response, 500, 'Internal Server Error'),
  timeout: () => undefined,
  reset: (response, connections) => response.socket && connections.reset(response.socket),
  'slow-drip': drip,
  'wrong-content-type': response => sendPage(response, 200, 'Down for maintenance'),
  'huge-body': response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ filling: ' '.repeat(hugeLength) }));
  },
};

/** Answers as broken as asked for. */
export function sendBrokenAnswer(
  response: ServerResponse,
  { fault, connections }: { fault: BrokenAnswer; connections: TcpConnections },
): void {
  brokenAnswers[fault](response, connections);
}

function sendPage(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><title>${title}</title><h1>${title}</h1>\n`);
}

/** JSON may begin with white space: never so few bytes that the line seems dead, and never an answer. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(' ');
  const dripping = setInterval(() => response.write(' '), dripInterval);
  response.once('close', () => clearInterval(dripping));
}
