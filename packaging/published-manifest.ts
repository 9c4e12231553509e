/** What the package.json of every package says, wherever it is. */
interface Described {
  name: string;
  version: string;
  /** Files by the name of the command that they run. */
  bin?: Readonly<Record<string, string>>;
  dependencies?: Readonly<Record<string, string>>;
}

/** As it is in the workspace. */
export interface WorkspaceManifest extends Described {
  private?: boolean;
  exports?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
}

/** As it is published. */
export interface PublishedManifest extends Described {
  exports?: Readonly<Record<string, Entry | string>>;
}

/** What an import finds: its declarations, and what runs. */
interface Entry {
  types: string;
  default: string;
}

/**
 * The package.json of a package as it is published: what is TypeScript in the workspace is JavaScript with declarations
 * beside it. Dependencies keep their exact versions, those on each other too.
 */
export function publishedManifest(workspace: WorkspaceManifest): PublishedManifest {
  const { private: _private, devDependencies: _devDependencies, exports, bin, ...rest } = workspace;
  return {
    ...rest,
    ...(exports && { exports: { ...inEach(exports, entryOf), './package.json': './package.json' } }),
    ...(bin && { bin: inEach(bin, file => compiled(file, 'js')) }),
  };
}

function entryOf(source: string): Entry {
  return { types: compiled(source, 'd.ts'), default: compiled(source, 'js') };
}

function compiled(source: string, extension: 'js' | 'd.ts'): string {
  return source.replace(/\.ts$/, `.${extension}`);
}

function inEach<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
