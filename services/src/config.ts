/** Everything that can be set from outside, read once at the start. */
import { z } from 'zod';
import { originField } from '@counterfoil/ledger/statements/fields';

/** The invented city of the demonstration. */
const DEMO_ORIGIN = 'ledger.example.org/rivermouth';

const LOOPBACK = /^(localhost|::1|127\..*)$/;
const CONNECTIONS_PER_NETWORK = 200;

const perMinute = z.coerce.number().int().min(1).max(1_000_000);

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
    /**
     * Where the newest signed checkpoint is kept a second time: a folder, s3://bucket/prefix, or postgres://… of another server. Whoever
     * restores the database must not restore this with it. The data folder, unless set.
     */
    COUNTERFOIL_SECOND_PLACE: z.string().min(1).optional(),
    /** Where the public files are kept up to date for any web server or CDN to give out: a folder, or s3://bucket/prefix?region=… Nowhere, unless set. */
    COUNTERFOIL_PUBLISH: z.string().min(1).optional(),
    /** Seconds from one published checkpoint to the next, at the least: each is a handful of requests to a bucket. */
    COUNTERFOIL_PUBLISH_SECONDS: z.coerce.number().min(0.05).max(3600).default(1),
    /** How long the service has to record what it promised to record, because it could not be recorded when it came in. */
    COUNTERFOIL_PROMISE_HOURS: z.coerce.number().min(0.001).max(8760).default(24),
    /** Milliseconds that the record may do nothing at all before who sends something in gets a promise instead of a receipt. */
    COUNTERFOIL_PATIENCE_MS: z.coerce.number().int().min(10).max(600_000).default(1000),
    /** Key for buckets (s3://…), as everywhere. */
    AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
    AWS_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    AWS_SESSION_TOKEN: z.string().min(1).optional(),
    /** Nothing is recorded while the clock is further behind the newest entry than this. */
    COUNTERFOIL_CLOCK_BEHIND_HOURS: z.coerce.number().min(0).max(1_000_000).default(6),
    /** Seconds between saying that it is not ready any more and closing, when it is asked to end (SIGTERM): time for a balancer to notice. */
    COUNTERFOIL_DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(0),
    /** Name of the ledger, a schema-less URL: it is in every checkpoint and statement and never changes. */
    COUNTERFOIL_ORIGIN: z.optional(originField),
    /** `off` for an empty ledger, for real use; otherwise the first start tells the story of an invented city. */
    COUNTERFOIL_DEMO: z.enum(['on', 'off']).default('on'),
    /** `off` where a proxy in front limits how much is sent; otherwise the four rates below hold. Three minutes' worth may come at once. */
    COUNTERFOIL_LIMITS: z.enum(['on', 'off']).default('on'),
    /** What people say (inputs, voices, forms) from one network, a minute: an IPv4 address, or the first 64 bits of an IPv6 one. */
    COUNTERFOIL_INPUTS_PER_MINUTE: perMinute.default(10),
    /** The same from all networks together. Under half of what may come at once, senders are asked for proof of work. */
    COUNTERFOIL_INPUTS_PER_MINUTE_TOTAL: perMinute.default(600),
    /** Signed statements, proposals and signatures from one network, a minute. */
    COUNTERFOIL_STATEMENTS_PER_MINUTE: perMinute.default(120),
    /** The same from all networks together. */
    COUNTERFOIL_STATEMENTS_PER_MINUTE_TOTAL: perMinute.default(6000),
    /** How many proxies of yours stand in front: so many of the newest addresses in X-Forwarded-For are theirs. With 0 the header counts for nothing. */
    COUNTERFOIL_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Seconds that a request may take to arrive, its body included; a quarter of it for its headers. */
    COUNTERFOIL_REQUEST_SECONDS: z.coerce.number().int().min(2).max(3600).default(60),
    /** Connections at the same time. */
    COUNTERFOIL_CONNECTIONS: z.coerce.number().int().min(10).max(100_000).default(5000),
    /** Connections from one network at the same time; 200 where the service is met directly, without limit on the loopback and behind a proxy. */
    COUNTERFOIL_CONNECTIONS_PER_NETWORK: z.coerce.number().int().min(1).max(100_000).optional(),
    /** Days until a text that was taken down is on the page of takedowns; the page of its case says it at once. */
    COUNTERFOIL_TAKEDOWN_DELAY_DAYS: z.coerce.number().int().min(0).max(365).default(0),
    /** Megabytes: a larger table of texts is not rewritten when a text was erased, since everybody waits meanwhile; clear it by hand. */
    COUNTERFOIL_REWRITE_MB: z.coerce.number().int().min(0).max(1_000_000).default(256),
    /** Entries and texts that the self-check reads again each second; 0 looks at nothing. */
    COUNTERFOIL_SELF_CHECK_PER_SECOND: z.coerce.number().int().min(0).max(1_000_000).default(200),
    /** A file (C2SP tlog-policy) with the witnesses that are asked to cosign each checkpoint, their addresses, and how many are enough. */
    COUNTERFOIL_WITNESS_POLICY: z.string().min(1).optional(),
    /** The longest that a reader of /checkpoint waits for enough witnesses. Recording never waits for them. */
    COUNTERFOIL_WITNESS_WAIT_MS: z.coerce.number().int().min(0).max(60_000).default(2000),
    /** At least so long from one checkpoint that is put to the witnesses to the next. */
    COUNTERFOIL_WITNESS_PACE_MS: z.coerce.number().int().min(0).max(3_600_000).default(1000),
    /** `on`: checkpoints bear a second signature, by ML-DSA-44, that quantum computers will not be able to forge; 3,300 bytes each. */
    COUNTERFOIL_POST_QUANTUM: z.enum(['on', 'off']).default('off'),
    /** Mail server that letters to people go by (smtp://user:password@host:port, smtps://…); without it no addresses are asked for. */
    COUNTERFOIL_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** Address that letters come from; needed with the one above. */
    COUNTERFOIL_MAIL_FROM: z.string().min(3).max(254).optional(),
    /** Where people find the pages (https://…): what links in letters begin with. The name of the ledger with https://, unless set. */
    COUNTERFOIL_PUBLIC_ADDRESS: z.url({ protocol: /^https?$/ }).optional(),
    /** What goes to the log of the service (not the ledger): fatal, error, warn, info, debug. */
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('info'),
  })
  .transform((env, context) => {
    const demo = env.COUNTERFOIL_DEMO === 'on';
    const named = env.COUNTERFOIL_ORIGIN;
    if (named?.includes('://') === true) {
      const message = `leave out what comes before the name: ${named.slice(named.indexOf('://') + 3)}`;
      context.addIssue({ code: 'custom', message, path: ['COUNTERFOIL_ORIGIN'] });
      return z.NEVER;
    }
    // The invented city on a ledger for real use could never be taken off it again.
    if (demo && named !== undefined && named !== DEMO_ORIGIN) {
      const message = `"${named}" looks like a ledger for real use: say COUNTERFOIL_DEMO=off as well`;
      context.addIssue({ code: 'custom', message, path: ['COUNTERFOIL_ORIGIN'] });
      return z.NEVER;
    }
    if (env.COUNTERFOIL_SMTP_URL !== undefined && env.COUNTERFOIL_MAIL_FROM === undefined) {
      const message = 'letters need an address that they come from: set it as well as COUNTERFOIL_SMTP_URL';
      context.addIssue({ code: 'custom', message, path: ['COUNTERFOIL_MAIL_FROM'] });
      return z.NEVER;
    }
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
      secondPlace: env.COUNTERFOIL_SECOND_PLACE ?? env.COUNTERFOIL_DATA,
      publish: env.COUNTERFOIL_PUBLISH,
      publishPauseMs: env.COUNTERFOIL_PUBLISH_SECONDS * 1000,
      promiseMs: env.COUNTERFOIL_PROMISE_HOURS * 3_600_000,
      patienceMs: env.COUNTERFOIL_PATIENCE_MS,
      bucketCredentials:
        env.AWS_ACCESS_KEY_ID === undefined || env.AWS_SECRET_ACCESS_KEY === undefined
          ? undefined
          : {
              accessKeyId: env.AWS_ACCESS_KEY_ID,
              secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
              sessionToken: env.AWS_SESSION_TOKEN,
            },
      clockBehindMs: env.COUNTERFOIL_CLOCK_BEHIND_HOURS * 3_600_000,
      drainMs: env.COUNTERFOIL_DRAIN_SECONDS * 1000,
      origin: env.COUNTERFOIL_ORIGIN ?? DEMO_ORIGIN,
      demo,
      limits: {
        on: env.COUNTERFOIL_LIMITS === 'on',
        inputsPerMinute: env.COUNTERFOIL_INPUTS_PER_MINUTE,
        inputsPerMinuteTotal: env.COUNTERFOIL_INPUTS_PER_MINUTE_TOTAL,
        statementsPerMinute: env.COUNTERFOIL_STATEMENTS_PER_MINUTE,
        statementsPerMinuteTotal: env.COUNTERFOIL_STATEMENTS_PER_MINUTE_TOTAL,
      },
      proxies: env.COUNTERFOIL_PROXIES,
      requestTimeoutMs: env.COUNTERFOIL_REQUEST_SECONDS * 1000,
      connections: env.COUNTERFOIL_CONNECTIONS,
      // Behind a proxy, and on the loopback, every connection comes from the same address.
      connectionsPerNetwork:
        env.COUNTERFOIL_CONNECTIONS_PER_NETWORK ??
        (env.COUNTERFOIL_PROXIES > 0 || LOOPBACK.test(env.HOST) ? Infinity : CONNECTIONS_PER_NETWORK),
      takedownDelayDays: env.COUNTERFOIL_TAKEDOWN_DELAY_DAYS,
      rewriteBytes: env.COUNTERFOIL_REWRITE_MB * 1_000_000,
      selfCheckPerSecond: env.COUNTERFOIL_SELF_CHECK_PER_SECOND,
      witnessPolicy: env.COUNTERFOIL_WITNESS_POLICY,
      witnessWaitMs: env.COUNTERFOIL_WITNESS_WAIT_MS,
      witnessPaceMs: env.COUNTERFOIL_WITNESS_PACE_MS,
      postQuantum: env.COUNTERFOIL_POST_QUANTUM === 'on',
      smtpUrl: env.COUNTERFOIL_SMTP_URL,
      mailFrom: env.COUNTERFOIL_MAIL_FROM,
      publicAddress: `${(env.COUNTERFOIL_PUBLIC_ADDRESS ?? `https://${env.COUNTERFOIL_ORIGIN ?? DEMO_ORIGIN}`).replace(/\/$/, '')}/`,
      logLevel: env.LOG_LEVEL,
    };
  });

/** Names of the variables, in the order above. */
export const configVariables: readonly string[] = Object.keys(schema.in.shape);

export type Config = z.infer<typeof schema>;

/** @throws Error in a sentence that names the variable. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty one would be the number 0, or every address of the machine.
  const empty = configVariables.filter((name) => env[name]?.trim() === '');
  const parsed = schema.safeParse(env, { error: inPlainWords });
  if (parsed.success && empty.length === 0) return parsed.data;
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => ({ name: path.join('.'), message }));
  const lines = [
    ...empty.map((name) => `${name}: it is empty. Give it a value, or take it away`),
    ...issues.filter(({ name }) => !empty.includes(name)).map(({ name, message }) => `${name}: ${message}`),
  ];
  throw new Error(`The configuration cannot be used.\n  ${lines.join('\n  ')}`);
}

/** Where zod speaks to programmers; it finds its own words for the rest. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return 'it is a number';
    case 'invalid_value':
      return `it is one of ${issue.values.join(', ')}`;
    case 'too_big':
      return `it is ${String(issue.maximum)} at the most`;
    case 'too_small':
      return issue.origin === 'string' ? 'it is too short' : `it is ${String(issue.minimum)} at the least`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'it is not an address of the kind that belongs there'
        : 'it may have small letters, digits and . : / _ - and begins and ends with a letter or digit';
    default:
      return undefined;
  }
}
