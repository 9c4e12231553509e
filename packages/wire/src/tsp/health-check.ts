import { defineTspOperation } from './operation.ts';

/** Both ways, every 30 s in production; `x-request-id` in place of the correlation id. */
export const healthCheck = defineTspOperation({
  name: 'healthCheck',
  method: 'GET',
  path: '/healthCheck',
  summary: 'Say that you are there.',
  request: null,
  success: 204,
  response: null,
});
