// The form of <subshare-invite>: one row a person, the last one empty for the next. Each is checked by the core as it is
// typed; what cannot be sent stays where it was typed. A list that is pasted, dropped or typed is taken apart by the core;
// of a long one only those rows are drawn that need a look, until somebody asks for the others.
import { html, nothing, type TemplateResult } from 'lit';
import type { Invitee } from '../core.js';
import { nextTask, pauses } from '../next-task.js';
import { storage } from '../storage.js';
import {
  draftOf,
  isTyped,
  newPerson,
  personRow,
  titleOf,
  type Acts,
  type Checked,
  type Person,
  type Problem,
} from './invite-person.js';
import { InviteRun, type Sent } from './invite-run.js';
import { isLong, ListReader } from './list-reader.js';
import type { Look, Summary } from './invite-many.js';
import type { SubshareInvite } from './invite.js';

type Many = typeof import('./invite-many.js');

/** A list of more people than that is folded: drawn are the rows that need a look. */
const foldFrom = 12;
/** So many rows are drawn in one task, and so many before somebody asks for more. */
const rowsAtOnce = 5;
const rowsAtFirst = 40;

/** Between these a comma or a semicolon is part of a name or an address. */
const enclosed = /"[^"]*"?|\([^)]*\)?|<[^>]*>?/g;
/** What can be an address or a number: without one, a comma may stand in the middle of a name. */
const anchor = /@|(?:\d\D{0,3}){5}/;

export class InviteForm {
  people: Person[] = [newPerson()];
  #sent: Sent = [];
  #run: InviteRun | undefined;
  /** Of the list that was read last. */
  #list: { read: number; merged: number } | undefined;
  /** How far it was when the page was left. */
  #interrupted: { sent: number; of: number; version?: number } | undefined;
  /** The calls under way that read a list, and that wait for its reader. */
  #reading = 0;
  #coming = 0;
  /** The reader could not be had. */
  #unread = false;
  #fileTrouble = '';
  /** The server has refused the last of them for want of seats. */
  #isFull = false;
  #folded = false;
  #open = false;
  #rows = rowsAtOnce;
  #most = rowsAtFirst;
  #drawing = false;
  #country = 0;
  #firsts: Map<string, Person> | undefined;
  /** Checks that have not been made yet are not made while this is set. */
  #later = false;
  /** Drawn without the module: what was typed has not been checked. */
  #isEarly = false;
  /** Invite was pressed before rules and list were there. */
  #pressed = false;
  /** What is wrong with each row that is drawn now. */
  #problems = new Map<Person, Problem | undefined>();
  #many: Many | undefined;
  #wanted = false;
  readonly #lists: ListReader;

  constructor(private readonly host: SubshareInvite) {
    this.#lists = new ListReader(() => host.core!);
  }

  // --- What is typed.

  /** Puts a person into the empty row, ready to be invited. */
  fill(contact: string, firstName: string, lastName: string): void {
    this.#dropEmpty();
    this.#sent = [];
    const person = newPerson(contact, firstName, lastName);
    this.people.push(person);
    this.#show(person);
  }

  #dropEmpty(): void {
    this.people = this.people.filter(isTyped);
  }

  get #key(): string | undefined {
    return this.host.draftKey('people', this.host.productCode);
  }

  /** What was typed on an earlier visit, and how far sending had come. */
  restore(): void {
    // Another product: what is under way is brought to its end, and goes no further.
    this.#run?.leave();
    this.#reset();
    this.people = [];
    storage.restore<string[][]>(this.#key, (saved) => {
      this.people = saved.map(([contact, first, last, rest = '']) => newPerson(`${contact}`, `${first}`, `${last}`, `${rest}`));
    });
    storage.restore<[number, number]>(InviteRun.key(this.#key), ([sent, of]) => {
      if (of > 1 && this.people.length) this.#interrupted = { sent: Number(sent), of: Number(of) };
    });
    if (!this.people.length) this.people.push(newPerson());
    else if (this.host.core) void this.#look();
  }

  /** The module is there: what was typed or pasted meanwhile, and what is left of an earlier visit, is read. */
  async #arrived(): Promise<void> {
    const { people } = this;
    if (people.some(isTyped)) await this.#look();
    for (const person of people.filter(({ text }) => isPasted(text))) {
      if (this.people.includes(person)) await this.#take(person.text, person);
    }
  }

  forget(): void {
    this.#run?.drop();
    this.#reset();
    this.people = [newPerson()];
  }

  #reset(): void {
    this.#run = this.#list = this.#interrupted = this.#firsts = undefined;
    this.#sent = [];
    this.#fileTrouble = '';
    this.#folded = this.#open = this.#isFull = this.#pressed = false;
    this.#rows = rowsAtOnce;
    this.#most = rowsAtFirst;
  }

  #changed(): void {
    this.#firsts = undefined;
    storage.set(this.#key, draftOf(this.people));
    // Told at each visit until something else is done with those who are left.
    if (!this.#interrupted && !this.#run) storage.set(InviteRun.key(this.#key), null);
    this.host.requestUpdate();
  }

  /** Checks those who were typed before, a few at a time. */
  async #look(): Promise<void> {
    const { people } = this;
    if (!people.every(({ text }) => this.#lists.reads(text)) && !(await this.#loadReader())) return;
    if (this.people !== people) return;
    this.#folded = people.length > foldFrom;
    this.#later = true;
    await this.#inTurns(people, (person) => this.#checked(person, true));
    this.#later = false;
    if (this.people !== people) return;
    this.#dropSent();
    this.#fold();
    if (this.people.length > 1) this.#want();
    this.#changed();
  }

  /**
   * Of those whose sending was interrupted, some are in the list now: they were sent, and only their answer did not come. An element that was
   * taken out of the page in the middle goes on sending, so that they may come one by one.
   */
  #dropSent(): void {
    const { api, productCode } = this.host;
    const interrupted = this.#interrupted;
    if (!interrupted || interrupted.version === api.version) return;
    interrupted.version = api.version;
    const left = this.people.filter((person) => {
      const check = this.#checked(person)?.check;
      return !check || check.error || !api.findContact(check.value, productCode);
    });
    const sent = this.people.length - left.length;
    if (!sent) return;
    interrupted.sent += sent;
    if (!left.some(isTyped)) this.#interrupted = undefined;
    this.people = left.length ? left : [newPerson()];
    this.#firsts = undefined;
    storage.set(this.#key, draftOf(left));
  }

  /** In a form that is folded, those are drawn that need a look. */
  #fold(): void {
    this.#firsts = undefined;
    for (const person of this.people) person.shown ||= !!this.#problem(person);
  }

  async #inTurns<T>(all: Iterable<T>, act: (one: T) => void): Promise<void> {
    const pause = pauses();
    for (const one of all) {
      act(one);
      const wait = pause();
      if (wait) await wait;
    }
  }

  // --- Lists, from wherever they come.

  #input(person: Person, field: HTMLTextAreaElement, event: Event): void {
    person.text = field.value;
    person.rest = '';
    person.trouble = person.troubleField = '';
    if (!this.host.core) return this.#changed();
    const { data, inputType } = event as InputEvent;
    const letter = /^insert(Text|CompositionText)$/.test(inputType) && (data ?? '').length < 2;
    // Of what is typed letter by letter nothing is known but what stands before a comma.
    const take = (): void => {
      if (!(letter ? this.#isWhole(person.text) : this.#isList(person.text))) return;
      void this.#take(person.text, person);
      // The separator was never drawn, so that drawing again would not take it away.
      field.value = person.text;
    };
    if (this.#lists.reads(person.text)) take();
    else {
      const { text } = person;
      void this.#loadReader().then((there) => {
        if (!there || person.text !== text || !this.people.includes(person) || this.#run) return;
        take();
        this.#changed();
      });
    }
    this.#changed();
  }

  #isWhole(text: string): boolean {
    if (!/[,;]\s*$/.test(text.replace(enclosed, ''))) return false;
    const found = this.#lists.read(text);
    return found.length > 0 && found.every(({ contact }) => anchor.test(contact));
  }

  #isList(text: string): boolean {
    return isPasted(text) || this.#isWhole(text) || this.#lists.read(text).length > 1;
  }

  #paste(person: Person, event: ClipboardEvent): void {
    const data = event.clipboardData;
    if (!data || this.#run) return;
    const plain = data.getData('text/plain');
    const markup = data.getData('text/html');
    const files = [...data.files];
    const { value, selectionStart, selectionEnd } = event.target as HTMLTextAreaElement;
    const among = (text: string) => value.slice(0, selectionStart) + text + value.slice(selectionEnd);
    if (plain.trim()) {
      // Without the module it stays where the browser puts it, and is read once it comes.
      if (!this.host.core) return;
      if (this.#lists.reads(among(plain)) && !this.#isList(among(plain))) return;
      event.preventDefault();
      void this.#take(among(plain), person);
    } else if (markup) {
      event.preventDefault();
      void this.#load().then((many) => many && this.#take(among(many.htmlText(markup)), person));
    } else if (files.length) {
      event.preventDefault();
      void this.#takeFiles(files);
    }
  }

  async #takeFiles(files: Iterable<File>): Promise<void> {
    const { host } = this;
    const i18n = host.i18n!;
    if (this.#run) return;
    this.#fileTrouble = '';
    const [many, there] = await Promise.all([this.#load(), this.#loadReader(), host.api.ready()]).catch(() => []);
    if (!there) return;
    const texts: string[] = [];
    for (const file of many ? files : []) {
      const found = await many!.fileText(file);
      if ('text' in found) texts.push(found.text);
      else this.#fileTrouble = i18n.t(found.trouble, { name: file.name, n: found.n });
    }
    let at = this.people.find((one) => !isTyped(one));
    if (!at) this.people.push((at = newPerson()));
    if (texts.length && !(await this.#take(texts.join('\n'), at))) this.#fileTrouble ||= i18n.t('fileEmpty');
    if (!this.#fileTrouble) return;
    host.announce(this.#fileTrouble);
    void host.focusOn('#file');
  }

  /**
   * Takes a text apart and puts those who are in it where this row is. Nobody is asked twice: who is in the text or in the
   * form already, by another spelling or in the same words, stays one row. Two names for one contact stay two. Answers
   * how many there were.
   */
  async #take(text: string, person: Person): Promise<number> {
    person.unread = isLong(text);
    try {
      return await this.#takeApart(text, person);
    } finally {
      person.unread = false;
      this.host.requestUpdate();
    }
  }

  async #takeApart(text: string, person: Person): Promise<number> {
    const { host } = this;
    if (!this.#lists.reads(text)) {
      // Until it is read, it stands where it was put.
      person.text = text;
      this.#changed();
      // Something else was typed meanwhile, or a load that failed has been told of: the text stays.
      if (!(await this.#loadReader()) || person.text !== text || !this.people.includes(person) || this.#run) return 0;
    }
    const found = isLong(text) ? await this.#readLong(text, person) : this.#lists.read(text);
    if (!found) return 0;
    if (found.length < 2) {
      const [one] = found;
      if (!one) return 0;
      this.#fillIn(person, one);
      this.#next(person);
      return 1;
    }
    this.#reading++;
    this.#country = host.callingNumber;
    const others = this.people.filter((one) => one !== person && isTyped(one));
    // A list in another row that is being read has no key yet.
    const firsts = new Map(others.map((one) => [this.#checked(one, true)?.key, one]));
    const read: Person[] = [];
    let merged = 0;
    await this.#inTurns(found, ({ contact, firstName, lastName, rest }) => {
      const one = newPerson(contact, firstName, lastName, rest);
      const { key } = this.#checked(one, true)!;
      const first = key ? firsts.get(key) : undefined;
      if (first && agree(first, one)) {
        merged++;
        first.firstName ||= firstName;
        first.lastName ||= lastName;
      } else {
        if (key && !first) firsts.set(key, one);
        read.push(one);
      }
    });
    this.#reading--;
    const at = this.people.indexOf(person);
    // Another user since, or another product.
    if (at < 0) return 0;
    this.people.splice(at, 1, ...read);
    if (!this.people.length) this.people.push(newPerson());
    this.#list = { read: found.length, merged };
    this.#interrupted = undefined;
    this.#fileTrouble = '';
    this.#folded ||= this.people.length > foldFrom;
    this.#rows = rowsAtOnce;
    this.#fold();
    this.#changed();
    const summary = this.#summary();
    if (!summary.looks.length && !this.#folded && !merged) this.#next();
    const many = await this.#load();
    if (!many) return found.length;
    host.announce(many.summaryText(host.i18n!, summary));
    if (summary.looks.length || this.#folded || merged) void host.focusOn('#read');
    return found.length;
  }

  /** Until all of it is read, it stands where it was put. Nothing where something else was typed there meanwhile. */
  async #readLong(text: string, person: Person): Promise<Invitee[] | undefined> {
    person.text = text;
    this.#reading++;
    this.#changed();
    const found = await this.#lists.readLong(text);
    this.#reading--;
    return person.text === text && this.people.includes(person) ? found : undefined;
  }

  #fillIn(person: Person, found: Invitee): void {
    person.text = found.contact;
    person.firstName = found.firstName || person.firstName;
    person.lastName = found.lastName || person.lastName;
    person.rest = found.rest || person.rest;
    person.left = true;
  }

  async #load(): Promise<Many | undefined> {
    try {
      this.#many ??= await import('./invite-many.js');
    } catch {
      this.#notLoaded();
    }
    this.host.requestUpdate();
    return this.#many;
  }

  /** What is typed stays; whoever asks again tries again. */
  #notLoaded(): void {
    this.host.failedToLoad();
    this.#fileTrouble = this.host.i18n!.messages.errors.module_failed;
  }

  async #loadReader(): Promise<boolean> {
    this.#coming++;
    const there = await this.#lists.load();
    this.#coming--;
    if (!there) this.#notLoaded();
    else if (this.#fileTrouble === this.host.i18n!.messages.errors.module_failed) this.#fileTrouble = '';
    this.#unread = !there;
    this.host.requestUpdate();
    return there;
  }

  /** For drawing: it is drawn once it is there. */
  #want(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#load();
  }

  // --- Going from row to row.

  /** To the row of this person, which may not have been drawn. */
  #show(person: Person): void {
    person.shown = true;
    const at = this.#candidates().indexOf(person);
    this.#rows = Math.max(this.#rows, at + 1);
    this.#most = Math.max(this.#most, at + 1);
    this.#changed();
    const field = this.#problem(person)?.field ?? 'c';
    void this.host.focusOn(`#${field}${person.id}`, `#c${person.id}`);
  }

  /** What comes after this person: the next that needs a look, where a list was read; or else an empty row. */
  #next(person?: Person): void {
    this.#firsts = undefined;
    const wrong = person && this.#list && this.#nextWrong(person);
    if (wrong) {
      this.#show(wrong);
      return;
    }
    const last = this.people.at(-1);
    if (last && !isTyped(last)) this.#show(last);
    else {
      const empty = newPerson();
      this.people.push(empty);
      this.#show(empty);
    }
  }

  #nextWrong(person: Person): Person | undefined {
    const at = this.people.indexOf(person);
    const round = [...this.people.slice(at + 1), ...this.people.slice(0, at)];
    return round.find((one) => isTyped(one) && this.#problem(one));
  }

  #remove(person: Person): void {
    const at = this.#candidates().indexOf(person);
    this.people = this.people.filter((one) => one !== person);
    if (!this.people.length) this.people.push(newPerson());
    this.#firsts = undefined;
    const left = this.#candidates();
    const next = left[Math.min(at, left.length - 1)];
    if (next) this.#show(next);
    else {
      this.#changed();
      void this.host.focusOn('#ready', 'form .primary');
    }
  }

  #enter(person: Person, field: 'c' | 'f' | 'l'): void {
    const names = this.#namesOf(person);
    if (!this.host.core) this.#next();
    else if (field === 'c' && !isTyped(person)) void this.submit();
    else if (field === 'f' || (field === 'c' && names)) {
      void this.host.focusOn(`#${field === 'f' ? 'l' : 'f'}${person.id}`);
    } else if (field === 'c') void this.#take(person.text, person);
    else this.#next(person);
  }

  #namesOf(person: Person): boolean {
    const required = this.host.api.rule(this.host.productCode)?.isCustomerNameRequired;
    return !!(person.firstName || person.lastName || (required && isTyped(person)));
  }

  // --- What the core says of it.

  /** Kept until something else is typed. Null while checks are put off. */
  #checked(person: Person, now = false): Checked | null {
    const { core, i18n, api, productCode } = this.host;
    const { text, firstName, lastName } = person;
    const of = [text, firstName, lastName, this.#country, i18n!.tag, productCode, this.host.isKnown].join('\0');
    const was = person.checked;
    // Somebody who was in the list may have been taken out of it meanwhile.
    if (was?.of === of && (!was.known || was.version === api.version)) return was;
    if (!core || person.unread || (this.#later && !now)) return null;
    if (!this.#lists.reads(text)) {
      if (!this.#coming && !this.#unread) void this.#loadReader();
      return null;
    }
    const [found] = this.#lists.read(text);
    const check = found ? core.parseContact(found.contact, this.#country) : null;
    const ok = check && !check.error;
    let names: Problem | undefined;
    for (const field of ['firstName', 'lastName'] as const) {
      const { error } = core.parseName(person[field] || found?.[field] || '', field);
      if (error) names ??= { text: this.host.explainError(error), field: field[0] as 'f' | 'l' };
    }
    const state = ok ? api.findContact(check.value, productCode)?.state : undefined;
    const { errors } = i18n!.messages;
    const known = state && (state === 'accepted' ? errors.invitation_accepted : errors.invitation_pending);
    return (person.checked = {
      of,
      check,
      key: ok ? check.key : '',
      names,
      known: known ? { text: known, field: 'c' } : undefined,
      version: api.version,
    });
  }

  #repeats(person: Person, { key }: Checked): boolean {
    if (!this.#firsts) {
      const firsts = new Map<string, Person>();
      for (const one of this.people) {
        const its = this.#checked(one)?.key;
        if (its && !firsts.has(its)) firsts.set(its, one);
      }
      this.#firsts = firsts;
    }
    return !!key && this.#firsts.get(key) !== person;
  }

  /** What is wrong with a row, or nothing. */
  #problem(person: Person): Problem | undefined {
    const { trouble, troubleField } = person;
    const named = troubleField.endsWith('Name');
    if (trouble && named) return { text: trouble, field: troubleField[0] as 'f' | 'l' };
    const checked = this.#checked(person);
    const { error } = checked?.check ?? {};
    if (trouble) return { text: trouble, field: 'c' };
    const { errors } = this.host.i18n!.messages;
    if (this.#unread && !this.#lists.reads(person.text)) return { text: errors.module_failed, field: 'c' };
    // Put off, or nothing typed; a header alone, for one, names nobody.
    if (!checked?.check) return checked && isTyped(person) ? { text: errors.contact_unreadable, field: 'c' } : undefined;
    if (error) return { text: this.host.explainError(error), field: 'c' };
    if (this.#repeats(person, checked)) return { text: errors.contact_repeated, field: 'c' };
    return checked.known ?? checked.names;
  }

  // --- Sending.

  /** Of those who can be invited, so many at most; all others stay where they are. */
  async submit(most = Infinity): Promise<void> {
    const { host } = this;
    const { api, productCode } = host;
    if (!host.isKnown) {
      this.#pressed = true;
      host.requestUpdate();
      return;
    }
    // Pressed before all of a list has been read, it is about all of it.
    if (!this.people.every(({ text }) => this.#lists.reads(text))) await this.#loadReader();
    while (this.#reading) await nextTask();
    if (this.#run) return;
    this.#country = host.callingNumber;
    for (const person of [...this.people]) {
      // As it was read of a list, it needs no reading.
      const asRead = person.checked?.check?.ok && person.text === person.checked.check.value;
      const found = asRead || !this.#lists.reads(person.text) ? [] : this.#lists.read(person.text);
      if (found.length > 1) await this.#take(person.text, person);
      else if (found[0]) this.#fillIn(person, found[0]);
      person.left = true;
      // What was said of the last attempt does not keep it from another one.
      person.trouble = person.troubleField = '';
    }
    // Separators alone are nothing that anybody would miss.
    this.people = this.people.filter(({ text }) => /[\p{L}\p{N}@]/u.test(text));
    this.#firsts = undefined;
    const all = [...this.people];
    if (!all.length && this.#sent.length) {
      // Pressed once more than needed: all of it is sent.
      this.#next();
      return;
    }
    this.#sent = [];
    this.#interrupted = undefined;
    const good = all.filter((person) => !this.#problem(person)).slice(0, most);
    const refused = api.mayInvite(productCode, good.length);
    if (!good.length || refused) {
      const empty = newPerson();
      if (!all.length) {
        empty.trouble = host.i18n!.messages.errors.required;
        this.people.push(empty);
      }
      if (refused?.code.startsWith('seats_') && good.length) host.lacksSeats(this.#missing(good));
      const text = refused && good.length ? this.#limitText(good, host.explainError(refused)) : '';
      this.#finish(text || this.#problem(this.people[0]!)?.text || '', false, !!text);
      return;
    }
    const run = (this.#run = new InviteRun(host, this.#key, good, all));
    if (good.length > 1) this.#want();
    this.#open = this.#isFull = false;
    // The row that Enter was pressed in may be gone, and those that are sent go one by one.
    void host.focusOn('form .primary');
    const code = await run.go((person, sent) => {
      if (this.#run !== run) return;
      if (sent) this.people = this.people.filter((one) => one !== person);
      else if (person.trouble) person.shown = true;
      this.#changed();
    });
    // Another product or another user since: it is none of this form any more.
    if (this.#run !== run) return;
    this.#run = undefined;
    this.#sent = run.sent;
    this.#isFull = run.isFull;
    const failed = this.people.filter((person) => person.trouble || this.#problem(person)).length;
    const kept = this.people.length - failed;
    const parts = { sent: run.sent.length, unsent: failed, kept };
    const say = (key: 'sent' | 'unsent' | 'kept') => (parts[key] ? host.i18n!.t(key, { n: parts[key] }) : '');
    this.#finish([say('sent'), say('unsent'), say('kept')].filter(Boolean).join(' '), code === 'login_required');
  }

  #finish(text: string, loggedOut = false, atLimit = false): void {
    this.#list = undefined;
    const failed = this.people.find((person) => this.#problem(person));
    if (!this.people.length) this.people.push(newPerson());
    this.#fold();
    this.#changed();
    this.host.announce(text);
    if (loggedOut) this.host.loggedOut();
    else if (atLimit) void this.host.focusOn('#limit');
    else if (failed) this.#show(failed);
    else void this.host.focusOn('#sent', 'form .primary');
  }

  /** So many seats more, and all of them could be invited. */
  #missing(good: readonly Person[]): number {
    return good.length - Math.max(0, this.host.api.seats(this.host.productCode)?.left ?? 0);
  }

  /** Why not all of them can be invited, and who would be left over. */
  #limitText(good: readonly Person[], text: string): string {
    const { api, productCode, i18n } = this.host;
    const left = api.seats(productCode)?.left ?? 0;
    if (good.length <= left || !this.#many) return text;
    return `${text} ${this.#many.leftOver(i18n!, good.slice(Math.max(0, left)).map(titleOf))}`;
  }

  // --- Drawing.

  /** The rows that there are to be drawn. */
  #candidates(): Person[] {
    return this.#folded && !this.#open ? this.people.filter((person) => person.shown || !isTyped(person)) : this.people;
  }

  #summary(problem = (person: Person) => this.#problem(person)): Summary {
    const looks: Look[] = [];
    let ready = 0;
    for (const [i, person] of this.people.entries()) {
      if (!isTyped(person)) continue;
      if (!problem(person)) ready++;
      else {
        const title = [...new Set([titleOf(person), person.text.trim()])].join(', ');
        looks.push({ n: i + 1, title, go: () => this.#show(person) });
      }
    }
    const { read = 0, merged = 0 } = this.#list ?? {};
    return { read, merged, looks, ready };
  }

  render(): TemplateResult {
    const { host } = this;
    const { i18n, productCode } = host;
    this.#country = host.callingNumber;
    const run = this.#run;
    const busy = !!run || this.#pressed;
    if (!host.core) this.#isEarly = true;
    else if (this.#isEarly) {
      this.#isEarly = false;
      void this.#arrived();
    }
    if (this.#pressed && host.isKnown) {
      this.#pressed = false;
      void this.submit();
    }
    if (this.#interrupted && !this.#later) this.#dropSent();
    const { people } = this;
    const count = people.filter(isTyped).length;
    this.#problems = new Map(people.map((person) => [person, this.#problem(person)]));
    const good = people.filter((person) => isTyped(person) && !this.#problems.get(person));
    const refused = run ? undefined : host.api.mayInvite(productCode, Math.max(1, good.length));
    const full = refused && refused.code !== 'seats_too_few';
    return html`
      ${this.#results()}
      ${full ? html`<div class="note" part="full"><p>${host.lead(host.explainError(refused))}</p>${host.more(refused.code)}</div>` : nothing}
      ${full && !count
        ? nothing
        : html`<form
            part="form"
            novalidate
            aria-busy=${busy}
            @submit=${(event: Event) => {
              event.preventDefault();
              void this.submit();
            }}
            @dragover=${(event: DragEvent) => this.#drag(event, true)}
            @dragleave=${(event: DragEvent) => this.#drag(event, false)}
            @drop=${(event: DragEvent) => {
              const files = event.dataTransfer?.files;
              this.#drag(event, false);
              if (files?.length) void this.#takeFiles([...files]);
            }}
          >
            <h2 id="who">${i18n!.t('who')}</h2>
            <p class="muted small" id="how">${i18n!.t('how')}</p>
            ${this.#read(busy)} ${this.#ul(busy)} ${full ? nothing : this.#end(count, good, refused)}
          </form>`}
    `;
  }

  #drag(event: DragEvent, over: boolean): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).toggleAttribute('data-over', over && !this.#run);
  }

  /** What was read, and what was left behind on an earlier visit. */
  #read(busy: boolean): unknown {
    const { i18n } = this.host;
    const interrupted = this.#interrupted;
    const said = this.#list ?? (this.#folded || undefined);
    return html`${interrupted
      ? html`<div class="note" id="interrupted"><p>
          ${this.host.lead(i18n!.t('interrupted', { n: interrupted.sent, all: interrupted.of }))}
        </p></div>`
      : nothing}
    ${said && !busy && this.#many && !this.#later ? this.#many.summary(html, i18n!, this.#summary((person) => this.#problems.get(person))) : nothing}`;
  }

  #ul(busy: boolean): TemplateResult {
    const { host, people } = this;
    const t = host.i18n!.t.bind(host.i18n);
    const candidates = this.#candidates();
    const some = candidates.slice(0, this.#rows);
    const hidden = candidates.length - this.#most;
    const ready = people.length - this.people.filter((person) => person.shown || !isTyped(person)).length;
    if (candidates.length > this.#rows && this.#rows < this.#most) this.#drawMore();
    const acts: Acts = {
      input: (person, field, event) => this.#input(person, field, event),
      paste: (person, event) => this.#paste(person, event),
      enter: (person, field) => this.#enter(person, field),
      remove: (person) => this.#remove(person),
      changed: () => this.#changed(),
      next: undefined,
    };
    const listed = !!this.#list || this.#folded;
    const wrong = listed ? people.filter((person) => isTyped(person) && this.#problems.get(person)) : [];
    const next = (person: Person) => this.#show(this.#nextWrong(person)!);
    return html`<ul class="people" aria-labelledby="who">
        ${some.map((person) => {
          const index = people.indexOf(person);
          return personRow(
            host,
            person,
            {
              index,
              only: people.length === 1,
              last: index === people.length - 1,
              busy,
              numbered: listed,
              named: this.#namesOf(person),
              check: this.#checked(person)?.check ?? null,
              problem: this.#problems.get(person),
            },
            { ...acts, next: wrong.length > 1 && !busy && wrong.includes(person) ? next : undefined },
          );
        })}
      </ul>
      ${hidden > 0
        ? html`<button
            type="button"
            class="link more"
            @click=${() => {
              this.#most += rowsAtFirst;
              this.host.requestUpdate();
            }}
          >
            ${t('showMore', { n: Math.min(hidden, rowsAtFirst) })}
          </button>`
        : nothing}
      ${this.#folded && ready && !busy
        ? html`<button
            type="button"
            class="link more"
            id="ready"
            aria-expanded=${this.#open}
            @click=${() => {
              this.#open = !this.#open;
              this.#rows = rowsAtOnce;
              this.host.requestUpdate();
            }}
          >
            ${t('showReady', { n: ready })}
          </button>`
        : nothing}`;
  }

  /** In a task of their own, so that none is long. */
  #drawMore(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    void nextTask().then(() => {
      this.#drawing = false;
      this.#rows += rowsAtOnce;
      this.host.requestUpdate();
    });
  }

  /** What stands beneath the rows. */
  #end(count: number, good: readonly Person[], refused: { code: string; fragment: string } | undefined): TemplateResult {
    const { host, people } = this;
    const t = host.i18n!.t.bind(host.i18n);
    const run = this.#run;
    const { done = 0, of = 0, at = 0 } = run ?? {};
    if (refused) this.#want();
    const seats = refused && !run ? (host.api.seats(host.productCode)?.left ?? 0) : 0;
    const busy = !!run || this.#pressed;
    return html`${busy
        ? nothing
        : html`<div class="ways">
            ${isTyped(people.at(-1)!)
              ? html`<button type="button" class="link more" @click=${() => this.#next()}>${t('another')}</button>`
              : nothing}
            <button
              type="button"
              class="link more"
              id="file"
              aria-describedby="fileTrouble"
              @click=${() => host.renderRoot.querySelector<HTMLInputElement>('[type=file]')!.click()}
            >
              ${t('file')}
            </button>
            <input
              type="file"
              hidden
              multiple
              accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
              @change=${(event: Event) => {
                const field = event.target as HTMLInputElement;
                const files = [...field.files!];
                // The same file may be chosen again, once it is put right.
                field.value = '';
                void this.#takeFiles(files);
              }}
            />
          </div>`}
      <p class="error small" id="fileTrouble">${this.#fileTrouble}</p>
      ${refused
        ? html`<div class="note bad" id="limit">
            <p>${host.lead(this.#limitText(good, host.explainError(refused)))}</p>
            ${seats > 0
              ? html`<button type="button" class="plain" part="button plain" @click=${() => void this.submit(seats)}>
                  ${t('firstOnly', { n: seats })}
                </button>`
              : nothing}
            ${host.more(refused.code, this.#missing(good))}
          </div>`
        : nothing}
      ${this.#isFull && !refused && host.hasMore ? html`<div class="note">${host.more('seats_full')}</div>` : nothing}
      ${run && of > 1 && this.#many ? this.#many.progress(html, host.i18n!, { at: done, of }) : nothing}
      <div class="buttons">
        <button class="primary" part="button primary" aria-disabled=${busy}>
          ${!busy ? t('invite', { n: Math.max(1, this.#list || this.#folded ? good.length : count) }) : of > 1 ? t('sending', { n: at, all: of }) : t('working')}
        </button>
        ${busy
          ? html`<button type="button" class="plain" part="button plain" @click=${() => this.#stop()}>${t('stop')}</button>`
          : nothing}
        ${host.waiting(run?.ticker)}
      </div>`;
  }

  #stop(): void {
    this.#run?.stop();
    this.#pressed = false;
    this.host.requestUpdate();
  }

  #results(): unknown {
    const sent = this.#sent;
    return sent.length && !this.#run
      ? html`<div class="note good" id="sent" part="sent">
          <p><strong>${this.host.i18n!.t('sent', { n: sent.length })}</strong></p>
          <ul>
            ${sent.map((who) => html`<li><bdi translate="no">${who}</bdi></li>`)}
          </ul>
        </div>`
      : nothing;
  }
}

/** It has more in it than anybody types into a line. */
const isPasted = (text: string): boolean => isLong(text) || /[\t\n\r]/.test(text.trim());

/** Two rows are one person's: where both have a name, it is the same. */
function agree(a: Person, b: Person): boolean {
  const fold = (text: string) => text.normalize().toLowerCase();
  return (['firstName', 'lastName'] as const).every(
    (field) => !a[field] || !b[field] || fold(a[field]) === fold(b[field]),
  );
}
