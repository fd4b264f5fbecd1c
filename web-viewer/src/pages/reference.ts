/** What `/openapi.json` says, for people. */
import { methods, type ApiDescription, type Schema } from '../api-description.ts';
import type { Language } from '../language.ts';

/** Type and whatever else is a link where the shape stands on its own. */
interface TypeView {
  readonly text: string;
  readonly href: string | undefined;
}

interface FieldView {
  readonly name: string;
  readonly types: readonly TypeView[];
  readonly isRequired: boolean;
  /** Where it stands in a request; undefined for a field of a body. */
  readonly place: string | undefined;
  /** In English, as the description has it. */
  readonly note: string;
  /** What holds where it is left out. */
  readonly otherwise: string | undefined;
}

interface BodyView {
  readonly media: string;
  readonly types: readonly TypeView[];
}

interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly needs: readonly string[];
  readonly parameters: readonly FieldView[];
  readonly takes: readonly BodyView[];
  readonly answers: readonly {
    readonly status: string;
    readonly description: string;
    readonly bodies: readonly BodyView[];
  }[];
}

export interface ReferencePage {
  readonly operations: readonly OperationView[];
  readonly shapes: readonly {
    readonly id: string;
    readonly name: string;
    readonly note: string;
    readonly types: readonly TypeView[];
    readonly fields: readonly FieldView[];
  }[];
}

/** Deeper ones are shown as what they are, without their fields. */
const MAX_DEPTH = 4;
/** Of more than so many the fields are not shown: the specification has the kinds of statements. */
const MAX_FORMS = 6;

export function buildReference(language: Language, { paths = {}, components = {} }: ApiDescription): ReferencePage {
  const { schemas = {}, securitySchemes = {} } = components;
  return {
    operations: Object.entries(paths).flatMap(([path, item]) =>
      methods.flatMap((method): OperationView[] => {
        const operation = item[method];
        if (operation === undefined) return [];
        const { summary = '', description, security = [], parameters = [], requestBody, responses = {} } = operation;
        return [
          {
            ...{ id: idOf(`${method} ${path}`), method: method.toUpperCase(), path, summary, description },
            needs: security
              .flatMap((scheme) => Object.keys(scheme))
              .map((name) => securitySchemes[name]?.description ?? name),
            parameters: parameters.map(
              ({ name = '', in: where, required = false, description: about, schema = {} }) => ({
                ...{ name, types: typesOf(language, schema), isRequired: required, otherwise: undefined },
                place: isPlace(where) ? language.phrase(`reference-in-${where}`) : undefined,
                note: about ?? schema.description ?? '',
              }),
            ),
            takes: bodiesOf(language, requestBody?.content),
            answers: Object.entries(responses).map(([status, { description: about = '', content }]) => ({
              ...{ status, description: about, bodies: bodiesOf(language, content) },
            })),
          },
        ];
      }),
    ),
    shapes: Object.entries(schemas).map(([name, schema]) => ({
      ...{ id: shapeId(name), name, note: schema.description ?? '', types: typesOf(language, schema) },
      fields: fieldsOf(language, schema, '', MAX_DEPTH),
    })),
  };
}

const places = ['path', 'query', 'header', 'cookie'] as const;

function isPlace(where: string | undefined): where is (typeof places)[number] {
  return places.some((place) => place === where);
}

function bodiesOf(
  language: Language,
  content: Readonly<Record<string, { readonly schema?: Schema }>> = {},
): readonly BodyView[] {
  return Object.entries(content).map(([media, { schema = {} }]) => ({ media, types: typesOf(language, schema) }));
}

/** The fields of an object, and those within them; of a choice, those of each form. */
function fieldsOf(language: Language, schema: Schema, prefix: string, depth: number): readonly FieldView[] {
  if (depth === 0 || schema.$ref !== undefined) return [];
  const { properties = {}, required = [], anyOf, oneOf, items, additionalProperties } = schema;
  const own = Object.entries(properties).flatMap(([name, field]) => [
    {
      ...{
        name: prefix + name,
        types: typesOf(language, field),
        isRequired: required.includes(name),
        place: undefined,
      },
      note: field.description ?? '',
      otherwise:
        field.default === undefined
          ? undefined
          : language.phrase('reference-otherwise', { value: JSON.stringify(field.default) }),
    },
    ...fieldsOf(language, field, `${prefix}${name}.`, depth - 1),
  ]);
  const inItems = isOne(items) ? fieldsOf(language, items, `${prefix.replace(/\.$/, '')}[].`, depth) : [];
  const inValues = isOne(additionalProperties)
    ? fieldsOf(language, additionalProperties, `${prefix}*.`, depth - 1)
    : [];
  const forms = (anyOf ?? oneOf ?? []).filter((form) => form.type !== 'null');
  const inForms = (forms.length > MAX_FORMS ? [] : forms).flatMap((form, i) =>
    fieldsOf(
      language,
      form,
      forms.length === 1 ? prefix : `${prefix}${language.phrase('reference-form', { number: i + 1 })} `,
      depth,
    ),
  );
  return [...own, ...inItems, ...inValues, ...inForms];
}

function isOne(schema: Schema['items'] | Schema['additionalProperties']): schema is Schema {
  return typeof schema === 'object' && !Array.isArray(schema);
}

function typesOf(language: Language, schema: Schema): readonly TypeView[] {
  const { $ref, anyOf, oneOf, items, type } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return [{ text: name, href: `#${shapeId(name)}` }];
  }
  const forms = anyOf ?? oneOf;
  if (forms !== undefined) return unique(forms.flatMap((form) => typesOf(language, form)));
  if (schema.const !== undefined) return [plain(JSON.stringify(schema.const))];
  if (schema.enum !== undefined) return schema.enum.map((value) => plain(JSON.stringify(value)));
  if (isOne(items)) {
    const list = (one: TypeView): TypeView => ({ ...one, text: language.phrase('reference-list', { type: one.text }) });
    return typesOf(language, items).map(list);
  }
  if (type === undefined) return [plain(language.phrase('reference-any'))];
  return [plain(typeof type === 'string' ? type : language.list(type, 'or'))];
}

function plain(text: string): TypeView {
  return { text, href: undefined };
}

function unique(types: readonly TypeView[]): readonly TypeView[] {
  return [...new Map(types.map((type) => [type.text, type])).values()];
}

function shapeId(name: string): string {
  return idOf(`shape ${name}`);
}

function idOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
