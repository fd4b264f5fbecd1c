/** An OpenAPI 3.1 document, as far as the page about it reads it. */
export interface ApiDescription {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths?: Readonly<Record<string, { readonly [M in Method]?: Operation }>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, Elsewhere & { readonly description?: string }>>;
  };
}

export const methods = ['get', 'post', 'put', 'delete'] as const;
type Method = (typeof methods)[number];

/** What is described elsewhere; ours says everything where it stands. */
interface Elsewhere {
  readonly $ref?: string;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly (Elsewhere & {
    readonly in?: string;
    readonly name?: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  })[];
  readonly requestBody?: Elsewhere & { readonly content?: Content };
  readonly responses?: Readonly<
    Record<string, Elsewhere & { readonly description?: string; readonly content?: Content }>
  >;
}

/** By media type. */
type Content = Readonly<Record<string, Elsewhere & { readonly schema?: Schema }>>;

/** JSON Schema, where it is not just yes or no. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[] | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}
