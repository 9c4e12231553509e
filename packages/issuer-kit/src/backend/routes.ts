import type { HttpAnswer, HttpCall } from './http-call.ts';

/** Where an operation is served. */
export interface Route {
  method: string;
  /** Parameters in braces: `/cms/api/v1/issuers/{issuerId}/cards/{cardId}/credentials`. */
  path: string;
}

/** A route, and what happens there. */
export interface ServedRoute extends Route {
  answer(call: HttpCall, parameters: Readonly<Record<string, string>>): Promise<HttpAnswer>;
}

/** The route of a call, with the parameters of its path. */
export interface RouteFound {
  route: ServedRoute;
  parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a call. */
export class RouteTable {
  readonly routes: readonly ServedRoute[];
  readonly #patterns: readonly { route: ServedRoute; pattern: RegExp }[];

  constructor(routes: readonly ServedRoute[]) {
    this.routes = routes;
    this.#patterns = routes.map(route => ({ route, pattern: patternOf(route.path) }));
  }

  find({ method, url }: Pick<HttpCall, 'method' | 'url'>): RouteFound | undefined {
    const path = pathOf(url);
    for (const { route, pattern } of this.#patterns) {
      const match = route.method === method ? pattern.exec(path) : null;
      const parameters = match && decoded(match.groups ?? {});
      if (parameters) return { route, parameters };
    }
    return undefined;
  }
}

/** The path of a request line. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

function patternOf(path: string): RegExp {
  const pattern = path.replaceAll('.', String.raw`\.`).replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${pattern}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined; // a percent sign that encodes nothing names nothing
  }
}
