/**
 * `/follow` for browsers that run no scripts: the code comes with each form, is used for this one answer, and is forgotten with it. SPEC M65.
 * Those that run scripts ask for `/follow/<key>` alone, which shows nothing that is not public.
 */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { compose } from '@counterfoil/ledger/compose';
import { SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { signEnvelope } from '@counterfoil/ledger/envelope';
import { FormatError } from '@counterfoil/ledger/error';
import { followSigner, formatFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import { parseNote } from '@counterfoil/ledger/note';
import { contentRefs, formatStatement, PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import { cutOff } from '../cut-off.ts';
import { refusalSentence, type FormDoor } from '../form-door.ts';
import { parseFormBody } from '../form-body.ts';
import { FORM_CACHE } from '../headers.ts';
import type { ShowReceipt } from '../input-handler.ts';
import { PageError } from '../page-error.ts';
import { likelyLang } from '../pages/input.ts';
import { actTitle, buildFollow, type ActForm, type FollowView } from '../pages/follow.ts';
import { findPersonalHints, type HintKind } from '../personal-hints.ts';
import type { Language } from '../language.ts';
import type { Reading } from '../reading.ts';
import type { Show } from '../show.ts';
import { tellRefused } from '../tell-refused.ts';
import { isHidden } from '../text.ts';
import type { ToldError } from '../told-error.ts';
import { parseKeyName } from './key-name.ts';
import { parseMailAddress } from './mail-address.ts';
import type { FollowOffice } from './office.ts';
import { parseTypedCode } from './parse-code.ts';
import { followSaid, LACKING_FIELDS, parseFollowForm, type FollowForm } from './said.ts';

/** The longest text with every byte of it escaped. */
const MAX_BODY_BYTES = 400_000;
/** Beginnings of the names of those that the page’s script needs. */
const SCRIPT_PHRASES = [
  ...['follow-contact-', 'follow-done', 'follow-fault-', 'follow-hidden-now', 'follow-lack-', 'follow-preview-'],
  ...['follow-problem-', 'follow-quoted', 'follow-with-script', 'hints-', 'problem-', 'work-'],
];
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** As many as the page shows, and one that tells that there are more. */
const MOST_ENTRIES = 101;

export interface FollowHandlers {
  readonly page: RequestHandler;
  readonly view: RequestHandler<{ key: string }>;
  readonly post: readonly RequestHandler[];
}

export interface FollowHandlerOptions {
  readonly read: () => Reading;
  readonly language: Language;
  readonly office: FollowOffice;
  readonly door: FormDoor | undefined;
  readonly show: Show;
  readonly showReceipt: ShowReceipt;
  readonly scripts: {
    readonly script: string;
    /** Runs before the page is there. */
    readonly hold: string;
    readonly worker: string;
    /** Address of the sentences of refusals in the language of the page; empty where it is English. */
    readonly sentences: string;
  };
  readonly onError: (error: unknown) => void;
}

/** What the page says beside the view. */
interface Told {
  readonly typed?: string;
  readonly error?: ToldError;
  readonly done?: { readonly sentence: string; readonly receipt: string | undefined };
  /** The form that comes back, with what was typed into it. */
  readonly again?: Again;
  /** What is read once more before it is signed, in place of all else. */
  readonly review?: Review;
}

interface Review {
  /** Of the form on the page, as far as it is still there. */
  readonly form: Pick<ActForm, 'title' | 'lead'> & Partial<ActForm>;
  /** As they were sent, to be sent once more. */
  readonly fields: Readonly<Record<string, string>>;
}

interface Again {
  readonly form: string;
  readonly text: string;
  /** What else was chosen in it, by the names of its fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly error?: ToldError;
  /** The field that the error is about; left out for the text. */
  readonly field?: string;
  readonly hints?: readonly { readonly kind: HintKind; readonly found: string }[];
}

/** Those that write nothing are done at one press, which may be a mistake. */
function isReviewed({ act }: FollowForm): boolean {
  return act === 'withdraw' || act === 'erase';
}

export function createFollowHandlers(options: FollowHandlerOptions): FollowHandlers {
  const { read, language, office, door, show, showReceipt, scripts, onError } = options;
  const readBody = express.raw({ type: FORM_TYPE, limit: MAX_BODY_BYTES, inflate: false });

  const answer = async (request: Request, response: Response, told: Told, code?: FollowCode): Promise<void> => {
    response.set('Cache-Control', FORM_CACHE);
    const keyid = code === undefined ? undefined : followSigner(code).keyid;
    const view = keyid === undefined || told.review !== undefined ? undefined : await look(keyid, true);
    const page = {
      ...scripts,
      phrases: SCRIPT_PHRASES,
      ...told,
      view,
      code: code === undefined ? undefined : formatFollowCode(code),
    };
    await show(request, response, 'follow', 'follow', page, told.error === undefined ? 200 : 400);
  };

  const look = async (keyid: string, isShown: boolean): Promise<FollowView> => {
    const reading = read();
    const entries = await reading.record.spokenBy(keyid, MOST_ENTRIES);
    const own = isShown ? await office.hiddenTexts(entries) : new Map<string, Content>();
    // Whether an address is kept is nobody else's business.
    const contacts = isShown ? await office.contacts?.known(entries) : office.contacts && new Set<number>();
    return buildFollow(reading, { entries, own, contacts, lang: await likelyLang(reading) });
  };

  const say = async (
    code: FollowCode,
    fields: Map<string, string>,
    request: Request,
    response: Response,
  ): Promise<void> => {
    const formId = fields.get('form') ?? '';
    const asked = fields.get('asked');
    const reviewed = fields.get('reviewed');
    for (const name of ['form', 'asked', 'reviewed']) fields.delete(name);
    const written = Object.fromEntries(fields);
    const form = parseFollowForm(fields);
    const signer = followSigner(code);
    const reading = read();
    const entries = await reading.record.spokenBy(signer.keyid, MOST_ENTRIES);
    if (form === undefined || !entries.includes(form.speaker)) throw new PageError('form-malformed');
    const text = 'text' in form ? form.text : '';
    const back = (again: Partial<Again>): Promise<void> =>
      answer(
        request,
        response,
        {
          error: again.error ?? { message: language.phrase('hints-title') },
          again: { form: formId, text, fields: written, ...again },
        },
        code,
      );
    const said = followSaid(form, signer.keyid);
    if ('lacks' in said) {
      const field = LACKING_FIELDS[said.lacks];
      return back({
        error: { message: language.phrase(`follow-lack-${said.lacks}`) },
        ...(field !== undefined && { field }),
      });
    }
    if (isReviewed(form) && reviewed !== 'yes') {
      const { cases } = await look(signer.keyid, true);
      const shown = cases.flatMap(({ forms }) => forms).find(({ id }) => id === formId);
      const isThis =
        shown !== undefined && Object.entries(shown.hidden).every(([name, value]) => written[name] === String(value));
      const review = { form: isThis ? shown : actTitle(form.act, language), fields: { ...written, form: formId } };
      return answer(request, response, { review }, code);
    }
    const hints = asked === 'yes' ? [] : findPersonalHints(text);
    if (hints.length > 0)
      return back({
        hints: hints.map(({ kind, start, end }) => ({ kind, found: text.slice(start, end) })),
      });
    const refusal = door?.admit(request, undefined);
    if (refusal !== undefined) {
      response.set('Retry-After', String(refusal.retryAfterS));
      return back({ error: { message: refusalSentence(refusal, language) } });
    }
    const { size, root } = parseCheckpoint(parseNote(await reading.record.checkpoint()).text);
    const { origin } = await reading.record.info();
    const common = { origin, at: reading.now, seen: { size, root: base64(root) } };
    const newSalt = (): Uint8Array => crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const { statement, contents } = compose(said, common, newSalt);
    const payload = formatStatement(statement);
    const envelope = await signEnvelope({ payloadType: PAYLOAD_TYPE, payload, origin }, [signer]);
    const recorded = await office.record(envelope, contents).catch((error: unknown) => {
      onError(error);
      return undefined;
    });
    if (recorded === undefined) return back({ error: { message: language.phrase('follow-unconfirmed') } });
    if ('refused' in recorded) return back({ error: { message: tellRefused(recorded.refused.said, language) } });
    const { index } = recorded;
    const [own] = contents;
    if (own !== undefined && (await isUnseen(index))) return showReceipt(request, response, index, own);
    return answer(
      request,
      response,
      { done: { sentence: language.phrase('follow-done', { entry: index }), receipt: `/receipts/${index}` } },
      code,
    );
  };

  const keepContact = async (
    code: FollowCode,
    fields: ReadonlyMap<string, string>,
    request: Request,
    response: Response,
  ): Promise<void> => {
    const { contacts } = office;
    const entries = await read().record.spokenBy(followSigner(code).keyid, MOST_ENTRIES);
    const [first] = entries;
    if (contacts === undefined || first === undefined) throw new PageError('form-malformed');
    const told = (sentence: string): Told => ({ done: { sentence, receipt: undefined } });
    if (fields.get('act') === 'contact-stop') {
      await contacts.stop(entries);
      return answer(request, response, told(language.phrase('follow-contact-stopped')), code);
    }
    const typed = fields.get('mail') ?? '';
    const address = parseMailAddress(typed);
    const back = (message: string): Promise<void> =>
      answer(request, response, { error: { message }, again: { form: 'contact', text: typed } }, code);
    if (address === undefined) return back(language.phrase('follow-contact-wrong'));
    const refusal = door?.admit(request, undefined);
    if (refusal !== undefined) return back(refusalSentence({ ...refusal, code: 'too-many' }, language));
    await contacts.add(first, address, language.code);
    return answer(request, response, told(language.phrase('follow-contact-saved')), code);
  };

  /** Whether what was sent waits to be looked at, so that its author can have it from this answer alone. */
  const isUnseen = async (index: number): Promise<boolean> => {
    const reading = read();
    const entry = await reading.entry(index);
    const [ref] = entry === undefined ? [] : contentRefs(entry.statement);
    return ref !== undefined && isHidden(await reading.bareText(ref));
  };

  return {
    page: (request, response) => answer(request, response, {}),
    async view(request, response) {
      const keyid = parseKeyName(request.params.key);
      if (keyid === undefined) throw new PageError('page-unknown');
      await show(request, response, 'follow', 'follow', { ...scripts, view: await look(keyid, false) });
    },
    post: [
      cutOff(MAX_BODY_BYTES),
      (request, response, next) => {
        readBody(request, response, (error?: unknown) =>
          next(error === undefined ? undefined : new PageError('form-malformed', { cause: error })),
        );
      },
      async (request, response) => {
        const fields = Buffer.isBuffer(request.body) ? parseFormBody(request.body) : undefined;
        const typed = fields?.get('code');
        if (fields === undefined || typed === undefined) throw new PageError('form-malformed');
        const parsed = parseTypedCode(typed);
        if ('fault' in parsed)
          return answer(request, response, {
            typed,
            error: { message: language.phrase(`follow-fault-${parsed.fault}`) },
          });
        const rest = new Map(fields);
        rest.delete('code');
        try {
          if (rest.size === 0) await answer(request, response, {}, parsed.code);
          else if (rest.get('act')?.startsWith('contact') === true)
            await keepContact(parsed.code, rest, request, response);
          else await say(parsed.code, rest, request, response);
        } catch (error) {
          // Of what was sent nothing but its form can be wrong here: the statement was put together from it.
          throw error instanceof FormatError ? new PageError('form-malformed', { cause: error }) : error;
        }
      },
    ],
  };
}
