/** Everything that can be set from outside, read once at the start. */
import { z } from 'zod';
import { originField } from '@counterfoil/ledger/statements/fields';

/** The invented city of the demonstration. */
const DEMO_ORIGIN = 'ledger.example.org/rivermouth';

const schema = z
  .object({
    /** Port of the API and the viewer on 127.0.0.1; 0 lets the system choose. */
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    /** Address to listen on. Anything but the loopback is meant to stand behind a proxy that speaks TLS. */
    HOST: z.string().default('127.0.0.1'),
    /** An existing PostgreSQL (postgres://user:password@host/database) instead of the embedded one. */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** Folder of data and keys. */
    COUNTERFOIL_DATA: z.string().min(1).default('.counterfoil'),
    /** Name of the ledger, a schema-less URL: it is in every checkpoint and statement and never changes. */
    COUNTERFOIL_ORIGIN: originField.optional(),
    /** `off` for an empty ledger, for real use; otherwise the first start tells the story of an invented city. */
    COUNTERFOIL_DEMO: z.enum(['on', 'off']).default('on'),
    /** What goes to the log of the service (not the ledger): fatal, error, warn, info, debug. */
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  })
  .transform((env, context) => {
    const demo = env.COUNTERFOIL_DEMO === 'on';
    if (!demo && env.COUNTERFOIL_ORIGIN === undefined) {
      context.addIssue({
        code: 'custom',
        message:
          'a ledger for real use needs a name: set it to a schema-less URL of yours, such as ledger.example.org/city',
        path: ['COUNTERFOIL_ORIGIN'],
      });
      return z.NEVER;
    }
    return {
      port: env.PORT,
      host: env.HOST,
      databaseUrl: env.DATABASE_URL,
      dataFolder: env.COUNTERFOIL_DATA,
      origin: env.COUNTERFOIL_ORIGIN ?? DEMO_ORIGIN,
      demo,
      logLevel: env.LOG_LEVEL,
    };
  });

export type Config = z.infer<typeof schema>;

/** @throws Error in a sentence that names the variable. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The configuration cannot be used.\n  ${lines.join('\n  ')}`);
}
