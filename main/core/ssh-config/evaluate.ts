import { matchesPatterns } from '../ssh/patterns.ts';
import type { Condition, ConfigFile, ConfigLine, Criterion } from './config-file.ts';
import type { LoadedConfig } from './load-config.ts';
import { type Expanded, expandTokens } from './tokens.ts';

/** Whom the files are asked about. */
export interface Question {
  readonly name: string;
  /** Said beside the name, so it goes before what the files say. */
  readonly user: string | null;
  readonly port: number | null;
  /** Login name of this machine's user. */
  readonly localUser: string;
}

/** What the files say; of most settings the first value counts. */
export interface Settings {
  /** By keyword in lower case. */
  readonly values: ReadonlyMap<string, string>;
  readonly identityFiles: readonly string[];
  /** `HostName` with its tokens replaced, else the name itself. */
  readonly address: Expanded;
  /** Whether a `Host` line that counts names it without wildcards. */
  readonly isNamed: boolean;
}

class Evaluation implements Settings {
  readonly values = new Map<string, string>();
  readonly identityFiles: string[] = [];
  isNamed = false;
  readonly #question: Question;
  /** What `Host` is compared with: in the second pass the address. */
  #host: string;
  #isFinalPass = false;

  constructor(question: Question) {
    this.#question = question;
    this.#host = question.name;
    if (question.user !== null) this.values.set('user', question.user);
    if (question.port !== null) this.values.set('port', String(question.port));
  }

  /** The address as far as the lines above tell it; in the second pass it stays as it is. */
  get address(): Expanded {
    const named = this.values.get('hostname');
    if (named === undefined || this.#isFinalPass) return { isKnown: true, text: this.#host };
    return expandTokens(named, { percent: { h: this.#host }, environment: null });
  }

  read({ user, system }: LoadedConfig): void {
    for (const file of [user, system]) if (file !== null) this.#readFile(file);
  }

  beginFinalPass(): void {
    const { address } = this;
    this.#host = (address.isKnown ? address.text : this.#host).toLowerCase();
    this.#isFinalPass = true;
  }

  #readFile({ blocks }: ConfigFile): void {
    for (const { condition, lines } of blocks) {
      if (!this.#isMet(condition)) continue;
      for (const line of lines) {
        if (line.keyword === 'include') for (const file of line.included) this.#readFile(file);
        else this.#take(line);
      }
    }
  }

  #isMet(condition: Condition): boolean {
    if (condition.kind === 'host') {
      const isMet = matchesPatterns(this.#host, condition.patterns);
      if (isMet && condition.patterns.includes(this.#question.name)) this.isNamed = true;
      return isMet;
    }
    return condition.kind === 'match' ? this.#isMatched(condition.criteria) : condition.kind === 'always';
  }

  #isMatched(criteria: readonly Criterion[]): boolean {
    return criteria.every((criterion) => this.#holds(criterion) !== criterion.isNegated);
  }

  #holds({ kind, patterns }: Criterion): boolean {
    const { name, localUser } = this.#question;
    if (kind === 'all') return true;
    if (kind === 'final' || kind === 'canonical') return this.#isFinalPass;
    if (kind === 'host') return matchesPatterns(this.#addressText().toLowerCase(), patterns.toLowerCase().split(','));
    if (kind === 'originalhost') return matchesPatterns(name.toLowerCase(), patterns.toLowerCase().split(','));
    if (kind === 'tagged') return matchesPatterns(this.values.get('tag') ?? '', patterns.split(','));
    return matchesPatterns(kind === 'user' ? (this.values.get('user') ?? localUser) : localUser, patterns.split(','));
  }

  #addressText(): string {
    const { address } = this;
    return address.isKnown ? address.text : (this.values.get('hostname') ?? this.#host);
  }

  #take({ keyword, words, text }: ConfigLine): void {
    const [word = ''] = words;
    if (keyword === 'identityfile') {
      if (!this.identityFiles.includes(word)) this.identityFiles.push(word);
      return;
    }
    const isWay = keyword === 'proxyjump' || keyword === 'proxycommand';
    // Whichever of the two is named first is the way.
    if (isWay && (this.values.has('proxyjump') || this.values.has('proxycommand'))) return;
    if (!this.values.has(keyword)) this.values.set(keyword, isWay ? text.trim() : word);
  }
}

/** What the files say about a host, read as OpenSSH does: a second time where `Match final` or canonical names ask for it. */
export function evaluate(config: LoadedConfig, question: Question): Settings {
  const evaluation = new Evaluation(question);
  evaluation.read(config);
  const canonicalize = evaluation.values.get('canonicalizehostname') ?? 'no';
  if (!config.hasFinal && /^(no|false)$/i.test(canonicalize)) return evaluation;
  evaluation.beginFinalPass();
  evaluation.read(config);
  return evaluation;
}
