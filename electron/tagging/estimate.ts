import type { WrittenKind } from '../../shared/contract/derivations.ts';
import type { Prices } from '../../shared/contract/models.ts';
import type { TaggingEstimate, TaggingKind } from '../../shared/contract/tagging.ts';
import { isLoopback } from '../policy/destination.ts';
import type { Candidates } from './candidates.ts';
import { choicesOf, noChoices } from './choices.ts';
import { answerTokens } from './enrich.ts';
import { CHARACTERS_A_TOKEN, MOST_TOKENS } from './material.ts';
import { instructions } from './prompt.ts';
import type { TaggingContext } from './tagging-context.ts';

/** What a picture usually takes of a model's context, in tokens; models differ by four times either way. */
const PICTURE_TOKENS = 1000;
/** Answers take about this share of what they may take. */
const ANSWER_SHARE = 0.25;
/** Bytes of a picture that is sent, at most: of larger files the preview goes out. */
const MOST_PICTURE_BYTES = 3_500_000;
/** Base64 makes four bytes of three. */
const BASE64 = 4 / 3;

/** What it would take to have a model look at assets, from what is known of it. */
export async function estimateOf(context: TaggingContext, candidates: Candidates): Promise<TaggingEstimate> {
  const { kind, assigned, ids, done } = candidates;
  const none = { tokensIn: 0, tokensOut: 0, seconds: null, basis: 'none' as const, cost: null, bytesOut: 0 };
  if ('reason' in assigned) return { kind, items: ids.length, done, model: null, reason: assigned.reason, ...none };
  const { model } = assigned;
  const listed = context.models.list().find(({ id }) => id === model.id);
  const host = listed?.provider?.host ?? '';
  const leaves = host !== '' && !isLoopback(hostName(host));
  const { tokensIn, tokensOut, bytes } = workload(context, candidates);
  const usage = context.derivations.usage(model.id, costKind(candidates));
  const tokens = usage
    ? { tokensIn: Math.round(usage.prompt * ids.length), tokensOut: Math.round(usage.generated * ids.length) }
    : { tokensIn, tokensOut };
  return {
    kind,
    items: ids.length,
    done,
    model: { id: model.id, name: model.name, location: listed?.location ?? 'process', host },
    reason: '',
    ...tokens,
    ...(await timeFor(context, candidates, usage?.ms, tokens)),
    cost: costOf(tokens, listed?.prices ?? null),
    bytesOut: leaves ? bytes : 0,
  };
}

/** Prices are of a million tokens. */
function costOf(
  { tokensIn, tokensOut }: { tokensIn: number; tokensOut: number },
  prices: Prices | null,
): TaggingEstimate['cost'] {
  if (!prices) return null;
  return { amount: (tokensIn * prices.input + tokensOut * prices.output) / 1e6, currency: prices.currency };
}

/** The kind of derivation that holds what an answer took. */
function costKind({ kind }: Candidates) {
  return costKinds[kind];
}

const costKinds: Record<TaggingKind, WrittenKind> = {
  pictures: 'caption',
  documents: 'summary',
  recordings: 'summary',
  terms: 'terms',
  pages: 'page-text',
};

function workload(context: TaggingContext, { kind, assigned, sizes }: Candidates) {
  if (kind === 'terms' || ('by' in assigned && assigned.by !== 'chat')) return { tokensIn: 0, tokensOut: 0, bytes: 0 };
  const choices = kind === 'pages' ? noChoices : choicesOf(context.vocabularies, context.material);
  const frame = instructions(kind, choices).length;
  const most = MOST_TOKENS * CHARACTERS_A_TOKEN;
  const total = (one: (size: number) => number) => Math.round(sizes.reduce((sum, size) => sum + one(size), 0));
  const isPicture = kind === 'pictures' || kind === 'pages';
  return {
    tokensIn: total(
      (size) => frame / CHARACTERS_A_TOKEN + (isPicture ? PICTURE_TOKENS : Math.min(size, most) / CHARACTERS_A_TOKEN),
    ),
    tokensOut: total(() => answerTokens[kind] * ANSWER_SHARE),
    bytes: total((size) => frame + (isPicture ? Math.min(size, MOST_PICTURE_BYTES) * BASE64 : Math.min(size, most))),
  };
}

/** By what the model took before, for this or when models were compared, or by how fast it ran last. */
async function timeFor(
  context: TaggingContext,
  { assigned, ids, kind }: Candidates,
  earlier: number | undefined,
  { tokensIn, tokensOut }: { tokensIn: number; tokensOut: number },
): Promise<Pick<TaggingEstimate, 'seconds' | 'basis'>> {
  const all = (milliseconds: number) => Math.round((milliseconds * ids.length) / 1000);
  if (earlier !== undefined) return { seconds: all(earlier), basis: 'work' };
  const modelId = 'model' in assigned ? assigned.model.id : '';
  const compared = kind === 'documents' ? context.work.benchMilliseconds(modelId) : undefined;
  if (compared !== undefined) return { seconds: all(compared), basis: 'bench' };
  const engine = await context.models.engine().catch(() => null);
  const { reading = null, generating = null } = engine?.loaded.find(({ id }) => id === modelId) ?? {};
  if (!reading || !generating) return { seconds: null, basis: 'none' };
  return { seconds: Math.round(tokensIn / reading + tokensOut / generating), basis: 'speed' };
}

/** Without a port. */
function hostName(host: string): string {
  return /^\[(.*)\](?::\d+)?$/u.exec(host)?.[1] ?? host.replace(/:\d+$/u, '');
}
