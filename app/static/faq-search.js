/**
 * `<faq-search merchant="..." lang="auto">`: a search box over merchants' texts for any page; see the README.
 *
 * It is one file, however long, so that a page of another origin needs one request and one line to have it.
 */

const SUGGEST_AFTER = 80; // milliseconds without a keystroke
const SEARCH_AFTER = 600;
const SLOW_AFTER = 4_000;
const GIVE_UP_AFTER = 15_000;
const LONGEST_AUTOMATIC_WAIT = 30; // seconds
const LONGEST_QUERY = 512;
const SUGGESTIONS = 5;
const RECENT_KEPT = 8;
const FOLDED_LENGTH = 340; // UTF-16 units that a long passage is folded to
const LONGEST_UNFOLDED = 440;

// ---- interface texts

const LANGUAGES = ["en", "fr", "de", "es", "it", "pt", "nl", "ja", "zh", "ko", "ar"];
const RIGHT_TO_LEFT = ["ar"];

/** For when not even locales/en.json can be had. */
const NO_TEXTS = { placeholder: "Ask a question", close: "Close", retry: "Try again", failed: "Something went wrong." };

const fetchedTexts = new Map();

/** The texts of a language, fetched once for all boxes of a page; none as long as they cannot be had. */
function fetchTexts(language) {
  const address = new URL(`locales/${language}.json`, import.meta.url);
  const fetched = fetchedTexts.get(language) ?? fetch(address, { credentials: "omit" })
    .then((reply) => (reply.ok ? reply.json() : Promise.reject()))
    .catch(() => fetchedTexts.delete(language) && {});
  fetchedTexts.set(language, fetched);
  return fetched;
}

/** The texts of a supported language; a missing one is said in English. */
async function textsIn(language) {
  const [english, own] = await Promise.all([fetchTexts("en"), fetchTexts(language)]);
  return { ...NO_TEXTS, ...english, ...own };
}

/** The first that the box speaks. */
function supportedLanguage(tags) {
  return tags.map((tag) => tag.toLowerCase().split("-")[0]).find((language) => LANGUAGES.includes(language)) ?? "en";
}

/** The name of a language, or nothing where the browser knows none. */
function languageName(tag, inLanguage) {
  try {
    return new Intl.DisplayNames([inLanguage], { type: "language", fallback: "none" }).of(tag) ?? "";
  } catch {
    return "";
  }
}

// ---- the service

const KINDS = { 401: "refused", 403: "refused", 404: "refused", 422: "invalid", 429: "limited", 503: "unavailable" };

/** Why a request brought nothing: `kind` names the text that says so. */
class Refusal extends Error {
  constructor(kind, { status, code, detail, retryAfter } = {}) {
    super(detail ?? kind);
    Object.assign(this, { kind, status, code, retryAfter });
  }

  static async of(reply) {
    const { status, headers } = reply;
    const { code, detail } = await reply.json().catch(() => ({}));
    const retryAfter = status === 429 || status === 503 ? Number.parseInt(headers.get("Retry-After")) || 2 : undefined;
    return new Refusal(KINDS[status] ?? "failed", { status, code, detail, retryAfter });
  }
}

/** The HTTP contract. Methods throw a Refusal, or the signal's error once that is aborted. */
class Service {
  #suggestions = new Map(); // a change of merchant or token makes a new Service

  constructor({ endpoint, merchant, token }) {
    Object.assign(this, { endpoint, merchant, token });
  }

  async suggest(q, signal) {
    const kept = this.#suggestions.get(q);
    if (kept) return kept;
    const fields = new URLSearchParams({ q, limit: SUGGESTIONS });
    if (this.merchant) fields.set("merchant", this.merchant);
    const { suggestions } = await this.#ask(`/v1/suggest?${fields}`, { signal });
    this.#suggestions.set(q, suggestions);
    return suggestions;
  }

  /** A reply, and the `merchants` to ask instead: those of its hits, or else the one that has none. */
  async search(q, limit, signal) {
    const { merchant } = this;
    const body = merchant ? { q, merchant, limit } : { q, limit };
    const reply = await this.#ask("/v1/search", { body, signal });
    const found = reply.hits.map((hit) => hit.merchant);
    return { ...reply, merchants: found.length || !merchant ? found : await this.#own(signal) };
  }

  async #own(signal) {
    const { merchants } = await this.#ask("/v1/merchants", { signal }).catch(() => ({ merchants: [] }));
    return merchants.filter(({ id }) => id === this.merchant);
  }

  feedback(query, passageId, helpful) {
    return this.#ask("/v1/feedback", { body: { query, passage_id: passageId, helpful }, keepalive: true });
  }

  /** What was done with a hit; nothing waits for it or hears that it failed. */
  tell(event) {
    this.#ask("/v1/events", { body: event, keepalive: true }).catch(() => {});
  }

  sourcePage(passageId) {
    return `${this.endpoint}/source/${encodeURIComponent(passageId)}`;
  }

  async #ask(path, { body, signal, keepalive }) {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), GIVE_UP_AFTER);
    try {
      const reply = await fetch(this.endpoint + path, {
        method: body ? "POST" : "GET",
        headers: { // without any, browsers send a request without asking first
          ...(body && { "Content-Type": "application/json" }),
          ...(this.token && { Authorization: `Bearer ${this.token}` }),
        },
        body: body && JSON.stringify(body),
        credentials: "omit",
        signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
        keepalive,
      });
      if (!reply.ok) throw await Refusal.of(reply);
      return await reply.json();
    } catch (error) {
      if (signal?.aborted || error instanceof Refusal) throw error;
      if (deadline.signal.aborted) throw new Refusal("timeout");
      throw new Refusal(navigator.onLine ? "unreachable" : "offline", { detail: String(error) });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** One thing at a time, now or later: starting it again drops what was under way. */
class Task {
  #controller = new AbortController();

  start(milliseconds, action) {
    this.end();
    const { signal } = (this.#controller = new AbortController());
    const timer = setTimeout(() => action(signal), milliseconds);
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  end() {
    this.#controller.abort();
  }
}

// ---- recent searches

/** What was searched for, newest first, in this browser only. */
class RecentSearches {
  #key;

  constructor(merchant) {
    this.#key = `faq-search:recent:${merchant || "*"}`;
  }

  all() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return kept.filter((query) => typeof query === "string").slice(0, RECENT_KEPT);
    } catch {
      return [];
    }
  }

  add(query) {
    this.#keep([query, ...this.all().filter((other) => other !== query)]);
  }

  /** Removes one, or all. */
  remove(query) {
    this.#keep(query ? this.all().filter((other) => other !== query) : []);
  }

  #keep(queries) {
    try {
      localStorage.setItem(this.#key, JSON.stringify(queries.slice(0, RECENT_KEPT)));
    } catch {
      // Storage is blocked or full: searching works without it.
    }
  }
}

// ---- texts of passages

// One character says as much as a word.
const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether there are so many letters and digits, or one less in a dense script. */
function hasLetters(query, count) {
  return query.match(/[\p{L}\p{N}]/gu)?.length >= count - DENSE_SCRIPT.test(query);
}

const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });
const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** Where the word at an offset begins, in any script. */
function wordStart(text, offset) {
  return offset <= 0 ? 0 : (words.segment(text).containing(offset)?.index ?? text.length);
}

/** Highlights of the text as UTF-16 spans; the service counts code points. */
function highlightedSpans({ text, highlights }) {
  const points = Array.from(text);
  const units = (offset) => points.slice(0, offset).join("").length;
  const spans = highlights.filter(({ field }) => field === "text");
  return spans.map(({ start, end }) => ({ start: units(start), end: units(end) }));
}

const BULLET = /^[\s•·*–—-]*/;

/** The sentences that spans lie in, without a bullet; null without spans. */
function sentenceAround(text, spans) {
  if (!spans.length) return null;
  const segments = sentences.segment(text);
  const first = segments.containing(spans[0].start);
  const last = segments.containing(spans.at(-1).end - 1);
  if (!first || !last) return null;
  const whole = text.slice(first.index, last.index + last.segment.length).trimEnd();
  return { start: first.index + BULLET.exec(whole)[0].length, end: first.index + whole.length };
}

/** Sentences of a long text from the one before what matters; null for a text shown whole. */
function foldOf(text, sentence) {
  if (text.length <= LONGEST_UNFOLDED) return null;
  const { start: matters, end: needed } = sentence ?? { start: 0, end: 0 };
  const begins = (offset) => sentences.segment(text).containing(offset)?.index ?? text.length;
  const before = matters && begins(Math.max(0, text.slice(0, matters).trimEnd().length - 1));
  const start = needed - before <= LONGEST_UNFOLDED ? before : matters;
  const cut = Math.max(needed, start + FOLDED_LENGTH);
  const end = begins(cut) > start + FOLDED_LENGTH / 2 ? begins(cut) : wordStart(text, cut);
  return { start, end: text.slice(0, end).trimEnd().length };
}

/** An address that may be opened: only http and https may. */
function webAddress(address) {
  const url = URL.canParse(address ?? "") ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/** At the page of a PDF or the anchor of an HTML page, unless the address leads to a place of its own. */
function placed(url, { page, anchor }) {
  if (!url.hash) url.hash = page ? `page=${page}` : encodeURIComponent(anchor ?? "");
  return url;
}

/** With a text fragment, to which browsers scroll: what is said, or the ends of what is long or of several lines. */
function withTextFragment(url, said) {
  if (url.hash.includes(":~:")) return url.href;
  const lines = said.trim().split("\n").map((line) => line.replace(BULLET, "").replace(/\s+/g, " ").trim());
  const [first, last] = [lines[0], lines.at(-1)];
  const ends = [first.slice(0, wordStart(first, 40)), last.slice(wordStart(last, last.length - 40))];
  const isWhole = lines.length === 1 && first.length <= 100;
  const encoded = (text) => encodeURIComponent(text.trim()).replaceAll("-", "%2D");
  const directive = (isWhole ? [first] : ends).filter(Boolean).map(encoded).join(",");
  return `${url.href}${url.hash ? "" : "#"}:~:text=${directive}`;
}

/** Where a hit can be checked: on the merchant's own page, or else on the service's. */
function sourceAddress(hit, sentence, service) {
  const url = webAddress(hit.source.url);
  const firstLine = hit.text.trim().split("\n")[0];
  const said = sentence ? hit.text.slice(sentence.start, sentence.end) : firstLine;
  if (!url) return service.sourcePage(hit.id);
  return hit.source.page ? placed(url, hit.source).href : withTextFragment(placed(url, hit.source), said);
}

/** A link's address for a merchant's contact, if it is one. */
function contactAddress(contact) {
  if (/^[^\s@<>?]+@[^\s@<>?]+\.[^\s@<>?]+$/.test(contact)) return `mailto:${contact}`;
  if (/^\+?([\s()./-]*\d){6,}$/.test(contact)) return `tel:${contact.replace(/[^\d+]/g, "")}`;
  return webAddress(contact)?.href ?? null;
}

// ---- building the page

/** An element with attributes (functions are listeners) and children (strings are texts). */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  if (tag === "button") made.type = tag; // none submits a form
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const ICONS = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13ZM15 15 20 20",
  cross: "M7 7 17 17M17 7 7 17",
  recent: "M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16ZM12 8v4l3 2",
  outside: "M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8",
  good: "M4 11h4v8H4ZM8 11l4-7c2 0 2 2 1 6h7l-2 9H8",
  alert: "M12 4 3 20h18ZM12 10v5M12 17v.2",
};

function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  path.setAttribute("d", ICONS[name] ?? ICONS.good); // `bad` is it upside down
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.ariaHidden = true;
  svg.append(path);
  return svg;
}

/** A text that is not the interface's: of its own direction and language. */
function foreign(tag, attributes, ...children) {
  return element(tag, { dir: "auto", lang: "", ...attributes }, ...children);
}

/** A stretch of a text as nodes, the spans in it `wrap`ped. */
function* wrapped(text, { start, end }, spans, wrap) {
  let at = start;
  for (const span of spans) {
    const from = Math.max(span.start, at);
    const to = Math.min(span.end, end);
    if (from >= to) continue;
    yield text.slice(at, from);
    yield wrap({ start: from, end: to });
    at = to;
  }
  yield text.slice(at, end);
}

/** A stretch of a passage as nodes: the sentence in a mark, the words met in it set off. */
function markedText(text, stretch, sentence, spans) {
  const strong = spans.filter((span) => sentence && span.end - span.start < (sentence.end - sentence.start) / 2);
  const word = ({ start, end }) => element("b", {}, text.slice(start, end));
  const mark = (span) => element("mark", { part: "mark" }, ...wrapped(text, span, strong, word));
  return [...wrapped(text, stretch, sentence ? [sentence] : [], mark)];
}

function link(address, attributes, ...children) {
  return element("a", { href: address, target: "_blank", rel: "noopener", ...attributes }, ...children);
}

// ---- list of suggestions

/** The list of a combobox (ARIA 1.2): the focus stays in the input. */
class OptionList {
  #input;
  #options = [];
  #active = -1;

  constructor(input) {
    this.#input = input;
    const onmousedown = (event) => event.preventDefault(); // the input keeps the focus
    this.box = element("div", { id: "list", part: "list", role: "listbox", onmousedown });
    this.show(false);
  }

  get isOpen() {
    return !this.box.hidden;
  }

  get hasActive() {
    return this.#active >= 0;
  }

  fill(label, options) {
    this.box.ariaLabel = label;
    this.#options = options.map(({ content, choose }, number) =>
      element("div", { id: `option-${number}`, part: "option", role: "option", onclick: choose }, ...content));
    this.box.replaceChildren(...this.#options);
  }

  /** Opens or closes the list, and says whether it is open; it never is without options. */
  show(open) {
    this.box.hidden = !open || !this.#options.length;
    this.#input.setAttribute("aria-expanded", this.isOpen);
    this.deactivate();
    return this.isOpen;
  }

  /** Moves on by `step`; between the last and the first option the input has its turn. */
  move(step) {
    const turns = this.#options.length + 1;
    this.#activate(((this.#active + 1 + step + turns) % turns) - 1);
  }

  moveToEnd(last) {
    this.#activate(last ? this.#options.length - 1 : 0);
  }

  deactivate() {
    this.#activate(-1);
  }

  choose() {
    this.#options[this.#active].click();
  }

  #activate(number) {
    this.#active = number;
    this.#options.forEach((option, other) => option.setAttribute("aria-selected", other === number));
    this.#input.setAttribute("aria-activedescendant", this.hasActive ? `option-${number}` : "");
    this.#options[number]?.scrollIntoView({ block: "nearest" });
  }
}

// ---- results

/** A reply as elements. */
class ResultsView {
  constructor(box, query, reply) {
    Object.assign(this, { box, query, reply, told: new Set() });
    this.text = (key, values) => box.text(key, values);
  }

  get announcement() {
    const { verdict } = this.reply.answerability;
    const count = new Intl.NumberFormat(this.box.language).format(this.reply.hits.length);
    const counted = this.text("results", { count });
    return verdict === "answer" ? counted : this.text("announcement", { verdict: this.text(verdict), counted });
  }

  nodes() {
    const { hits, answerability } = this.reply;
    const results = hits.map((hit, index) => this.#result(hit, index + 1));
    return [
      this.#verdict(answerability.verdict),
      answerability.verdict === "none" ? this.#contacts() : null,
      results.length ? element("ol", { class: "results" }, ...results) : null,
    ].filter((node) => node !== null);
  }

  #verdict(verdict) {
    const note = this.text(this.reply.hits.length ? `${verdict}Note` : "nothing");
    return element("div", { part: "verdict", class: verdict },
      element("h2", {}, this.text(verdict)),
      note ? element("p", {}, note) : null);
  }

  #contacts() {
    const merchants = new Map(this.reply.merchants.map((merchant) => [merchant.id, merchant]));
    const reachable = [...merchants.values()].filter(({ contact, url }) => contact || webAddress(url));
    return reachable.length ? element("div", { part: "contact" }, ...reachable.map((m) => this.#contact(m))) : null;
  }

  #contact({ label, contact, url }) {
    const website = webAddress(url);
    const address = contact && contactAddress(contact);
    return element("p", {},
      foreign("strong", {}, this.text("contact", { merchant: label })),
      address ? link(address, { dir: "ltr" }, contact) : contact && foreign("span", {}, contact),
      website && website.href !== address ? link(website.href, { dir: "ltr" }, website.host) : null);
  }

  #result(hit, rank) {
    const spans = highlightedSpans(hit);
    const sentence = sentenceAround(hit.text, spans);
    const curation = this.text({ pin: "pinned", answer: "written" }[hit.curation?.kind]);
    const also = (hit.alternates ?? []).map(({ question }) => foreign("q", { lang: hit.language ?? "" }, question));
    return element("li", { part: "result" },
      curation ? element("p", { class: "note" }, curation) : null,
      hit.question && foreign("h3", { part: "question", lang: hit.language ?? "" }, hit.question),
      ...this.#text(hit, rank, sentence, spans),
      also.length ? element("p", { class: "note also" }, this.text("also"), ...also) : null,
      element("div", { class: "about" },
        element("div", { class: "origin" },
          ...this.#merchant(hit),
          this.#source(hit, rank, sourceAddress(hit, sentence, this.box.service))),
        new Feedback(this, hit).element));
  }

  /** The text, and where it is long a button that unfolds it. */
  #text(hit, rank, sentence, spans) {
    const fold = foldOf(hit.text, sentence);
    const whole = { start: 0, end: hit.text.length };
    const shown = foreign("p", { part: "text", lang: hit.language ?? "" });
    const show = (stretch) => shown.replaceChildren(
      stretch.start > 0 ? "… " : "",
      ...markedText(hit.text, stretch, sentence, spans),
      stretch.end < hit.text.length ? " …" : "");
    show(fold ?? whole);
    return fold ? [shown, this.#unfold(shown, (isOpen) => {
      if (isOpen) this.#tell("click", hit, rank);
      show(isOpen ? whole : fold);
    })] : [shown];
  }

  /** Keeps the reader's place: the sentence in a text that unfolds, or else the button. */
  #unfold(text, show) {
    const button = element("button", { class: "quiet unfold", "aria-expanded": "false" }, this.text("showAll"));
    button.addEventListener("click", () => {
      const isOpen = button.ariaExpanded === "false";
      const top = () => ((isOpen && text.querySelector("mark")) || button).getBoundingClientRect().top;
      const before = top();
      button.ariaExpanded = isOpen;
      button.textContent = this.text(isOpen ? "showLess" : "showAll");
      show(isOpen);
      text.closest(".body").scrollTop += top() - before;
    });
    return button;
  }

  #merchant({ merchant, language, match }) {
    const name = match.cross_lingual && language && languageName(language, this.box.language);
    return [
      foreign("bdi", { part: "merchant" }, merchant.label),
      merchant.attributed ? null : element("span", {}, this.text("unattributed")),
      name ? element("span", { part: "badge" }, name) : null,
    ];
  }

  #source(hit, rank, url) {
    const { title, document: path } = hit.source;
    const onclick = () => {
      this.#tell("click_through", hit, rank);
      this.box.followed({ query: this.query, passage_id: hit.id, rank, url });
    };
    const place = this.#place(hit.source).map((words) => ` · ${words}`).join("");
    return link(url, { part: "source", onclick },
      element("span", {}, foreign("bdi", {}, title ?? path), `${place}\u2060`, icon("outside")),
      element("span", { class: "unseen" }, ` ${this.text("newTab")}`));
  }

  /** The page or else the lines, and as of when. */
  #place({ page, lines, updated }) {
    const [first, last] = lines ?? [];
    const inLines = lines && this.text(first === last ? "line" : "lines", { first, last });
    const format = new Intl.DateTimeFormat(this.box.language, { dateStyle: "long", timeZone: "UTC" });
    const date = updated && this.text("asOf", { date: format.format(new Date(updated)) });
    return [page ? this.text("page", { page }) : inLines, date].filter(Boolean);
  }

  /** Once a reply, action and hit, unless the visitor's browser asks not to be followed. */
  #tell(action_name, { id: passage_id }, position) {
    const { query_id } = this.reply;
    const key = action_name + passage_id;
    if (!query_id || this.told.has(key) || navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;
    this.told.add(key);
    this.box.service.tell({ action_name, query_id, passage_id, position });
  }
}

/** Two thumbs under a result; one answer a query and passage. */
class Feedback {
  constructor({ box, query, text }, { id }) {
    Object.assign(this, { box, query, id });
    this.label = element("span", {});
    this.thumbs = [true, false].map((helpful) => {
      const label = text(helpful ? "yes" : "no");
      const onclick = () => this.#give(helpful);
      return element("button", { class: "round thumb", "aria-label": label, title: label, onclick },
        icon(helpful ? "good" : "bad"));
    });
    this.element = element("div", { part: "feedback", role: "group", "aria-label": text("helpful") },
      this.label, ...this.thumbs);
    this.#show(box.feedbackOn(query, id));
  }

  async #give(helpful) {
    const { box, query, id } = this;
    if (box.feedbackOn(query, id) !== undefined) return;
    this.#show(helpful);
    const isSent = await box.rate(query, id, helpful);
    this.#show(isSent ? helpful : undefined, isSent ? "thanks" : "notSent");
    box.say(this.label.textContent);
  }

  /** The buttons stay focusable: the keyboard keeps its place. */
  #show(given, said = given === undefined ? "" : "thanks") {
    this.label.textContent = said && this.box.text(said);
    this.thumbs.forEach((thumb, index) => {
      thumb.setAttribute("aria-pressed", given === (index === 0));
      thumb.setAttribute("aria-disabled", given !== undefined);
    });
  }
}

// ---- the element

/** Attributes that are properties too; `lang` is one of every element. */
const PROPERTIES = ["merchant", "endpoint", "token", "placeholder", "limit", "hotkeys", "theme"];

export class FaqSearch extends HTMLElement {
  static observedAttributes = ["lang", ...PROPERTIES];

  language = "en";
  service = null;
  #texts = NO_TEXTS;
  #parts = null; // the shadow tree's elements by name, made when first connected
  #list = null;
  #listening = null; // to the document and the window, while connected
  #recent = null;
  #tasks = { suggest: new Task(), search: new Task(), slow: new Task() };
  #isComposing = false;
  #failed = null; // the query whose search failed, until something else is done
  #shown = null; // the view of the results that stand there
  #feedback = new Map(); // by query and passage

  connectedCallback() {
    this.#adoptEarlyProperties();
    if (!this.#parts) this.#build();
    this.#listen();
    this.#configure();
    this.#label();
    this.#chooseLanguage();
  }

  disconnectedCallback() {
    this.close();
    this.#listening.abort();
    this.#stop();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#parts) return;
    if (name === "lang") this.#chooseLanguage();
    else if (name === "placeholder" || name === "hotkeys") this.#label();
    else if (name !== "theme") this.#configure();
  }

  // ---- for the host page

  open() {
    const { panel, trigger, input } = this.#parts ?? {};
    if (!this.isConnected) return;
    if (panel.open) return input.focus();
    panel.showModal();
    if (!panel.checkVisibility()) return panel.close(); // what cannot be seen would only block the page
    if (!this.#texts.title) this.#chooseLanguage();
    trigger.setAttribute("aria-expanded", "true");
    input.focus();
    input.select();
    if (this.#shown?.query !== this.#query || !this.#query) this.#onInput(); // closing ended what was under way
  }

  close() {
    this.#parts?.panel.close();
  }

  /** Opens the box with a query and searches for it. */
  search(query) {
    this.open();
    if (this.isConnected) this.#ask(String(query ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST_QUERY));
  }

  focus(options) {
    this.#parts?.trigger.focus(options);
  }

  // ---- for the results

  /** An interface text with its placeholders filled. */
  text(key, values = {}) {
    return (this.#texts[key] ?? "").replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
  }

  /** Has a screen reader say it. */
  say(words) {
    this.#parts.status.textContent = words;
  }

  /** Whether a passage helped with a query; undefined as long as nobody said. */
  feedbackOn(query, passageId) {
    return this.#feedback.get(JSON.stringify([query, passageId]));
  }

  /** Sends feedback and says whether it arrived. */
  async rate(query, passage_id, helpful) {
    const key = JSON.stringify([query, passage_id]);
    this.#feedback.set(key, helpful);
    this.#recent.add(query);
    try {
      await this.service.feedback(query, passage_id, helpful);
      this.#tell("faq-feedback", { query, passage_id, helpful });
      return true;
    } catch {
      this.#feedback.delete(key);
      return false;
    }
  }

  followed(detail) {
    this.#recent.add(detail.query);
    this.#tell("faq-result-click", detail);
  }

  // ---- set up

  /** A property set before this class was known hides the class's own. */
  #adoptEarlyProperties() {
    for (const name of PROPERTIES.filter((name) => Object.hasOwn(this, name))) {
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  #configure() {
    const endpoint = (this.endpoint || new URL(import.meta.url).origin).replace(/\/+$/, "");
    this.service = new Service({ endpoint, merchant: this.merchant, token: this.token });
    this.#recent = new RecentSearches(this.merchant);
    this.#stop();
    this.#showResults(null);
    if (this.#parts.panel.open) this.#onInput();
    else this.#offer("", []);
  }

  async #chooseLanguage() {
    const page = this.parentElement?.closest("[lang]")?.lang || document.documentElement.lang;
    const isChosen = this.lang && this.lang !== "auto";
    const language = supportedLanguage(isChosen ? [this.lang] : [page, ...navigator.languages]);
    this.language = language;
    const texts = await textsIn(language);
    if (language !== this.language) return;
    this.#texts = texts;
    this.#label();
    this.#showResults(this.#shown);
    if (this.#query) this.#list.box.ariaLabel = this.text("suggestions");
    else this.#showRecent();
  }

  #build() {
    const parts = (this.#parts = {});
    const made = (name, tag, attributes, ...children) => (parts[name] = element(tag, attributes, ...children));
    const keepKey = (event) => event.stopPropagation(); // from a page's hotkeys, which do not see the field
    const onComposition = ({ type }) => this.#onComposition(type === "compositionstart");
    const input = made("input", "input", {
      part: "input", role: "combobox", "aria-autocomplete": "list", "aria-controls": "list", maxlength: LONGEST_QUERY,
      enterkeyhint: "search", autocomplete: "off", spellcheck: "false",
      oninput: () => this.#onInput(), oncompositionstart: onComposition, oncompositionend: onComposition,
    });
    this.#list = new OptionList(input);
    const trigger = made("trigger", "button",
      { part: "trigger", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open() },
      icon("search"), made("prompt", "span", { class: "prompt" }), made("key", "kbd", { "aria-hidden": "true" }));
    const form = element("form", { role: "search", onsubmit: (event) => this.#onSubmit(event) },
      icon("search"), input,
      made("erase", "button", { class: "round", onclick: () => this.#ask("") }, icon("cross")),
      made("close", "button", { part: "close", class: "quiet", onclick: () => this.close() }));
    const suggest = made("suggest", "div", { class: "suggest", hidden: true },
      made("head", "div", { class: "head" },
        made("recentLabel", "h2", {}), made("recentNote", "span", { class: "note" }),
        made("forgetAll", "button", { class: "quiet", onclick: () => this.#forget() })),
      element("div", { class: "rows" }, this.#list.box, made("removals", "div", {})));
    const notice = made("notice", "div", { part: "notice", hidden: true },
      icon("alert"), made("noticeText", "p", {}),
      made("retry", "button", { class: "retry", onclick: () => this.#onRetry() }));
    const panel = made("panel", "dialog",
      { part: "panel", onmousedown: (event) => this.#onMouse(event), onkeydown: (event) => this.#onKey(event),
        onkeypress: keepKey, onkeyup: keepKey, onclose: () => this.#onClose() },
      form, element("div", { class: "progress" }),
      element("div", { class: "body", tabindex: -1 }, suggest, made("hint", "p", { class: "hint" }), notice,
        made("results", "section", { class: "found" })),
      made("hints", "div", { part: "hints", "aria-hidden": "true" }),
      made("status", "div", { class: "unseen", role: "status" }));
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // allowed by policies against inline style
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    shadow.replaceChildren(made("root", "div", { class: "root" }, trigger, panel));
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("keydown", (event) => this.#onHotkey(event), { signal });
    window.addEventListener("online", () => this.#again(), { signal });
  }

  /** Puts the interface's words in place. */
  #label() {
    const { root, trigger, prompt, key, panel, input, erase, hints } = this.#parts;
    const placeholder = this.placeholder || this.text("placeholder");
    root.lang = this.language;
    root.dir = RIGHT_TO_LEFT.includes(this.language) ? "rtl" : "ltr";
    prompt.textContent = input.placeholder = input.ariaLabel = placeholder;
    panel.ariaLabel = this.text("title");
    erase.ariaLabel = this.text("clear");
    for (const name of ["close", "hint", "recentNote", "forgetAll", "retry"]) {
      this.#parts[name].textContent = this.text(name);
    }
    this.#parts.recentLabel.textContent = this.text("recent");
    key.textContent = /Mac|iP/.test(navigator.platform) ? "⌘K" : "Ctrl K";
    key.hidden = this.hotkeys === "off";
    trigger.setAttribute("aria-keyshortcuts", key.hidden ? "" : "Control+K Meta+K /");
    const keys = { "↑ ↓": "keyMove", "↵": "keySearch", Esc: "keyClose" };
    hints.replaceChildren(...Object.entries(keys).map(([name, meaning]) =>
      element("span", {}, element("kbd", {}, name), this.text(meaning))));
  }

  // ---- keyboard, mouse and typing

  #onHotkey(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const isCommand = ctrlKey || metaKey;
    const isHotkey = isCommand ? key.toLowerCase() === "k" && !shiftKey : key === "/"; // which may take Shift
    if (!isHotkey || altKey || event.defaultPrevented || this.hotkeys === "off" || !this.checkVisibility()) return;
    const [target] = event.composedPath();
    if (target.isContentEditable || target.matches?.("input, textarea, select")) return;
    if (document.querySelector(":modal")) return;
    event.preventDefault(); // which also keeps another box of the page shut
    this.open();
  }

  #onKey(event) {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return; // 229: Safari's Enter that ends a composition
    const isForList = event.key === "Escape" ? this.#query && this.#list.isOpen : event.target === this.#parts.input;
    if (isForList && this.#onListKey(event)) event.preventDefault(); // so that Escape leaves the panel
    else this.#onHotkey(event);
  }

  /** Whether the key was for the list. */
  #onListKey({ key, altKey }) {
    const list = this.#list;
    const isArrow = key === "ArrowDown" || key === "ArrowUp";
    if (key === "Escape" || (altKey && key === "ArrowUp")) this.#showList(false);
    else if (isArrow && !list.isOpen) this.#showList(true);
    else if (isArrow) list.move(key === "ArrowDown" ? 1 : -1);
    else if (!list.hasActive) return false; // Home and End move in the text, Enter searches for it
    else if (key === "Home" || key === "End") list.moveToEnd(key === "End");
    else if (key === "Enter") list.choose();
    else return false;
    return true;
  }

  #onMouse(event) {
    if (event.target !== this.#parts.panel) return; // what lies in the panel covers it
    event.preventDefault(); // the focus goes where it was before
    this.close();
  }

  #onSubmit(event) {
    event.preventDefault();
    this.#ask(this.#query);
  }

  #onComposition(begins) {
    this.#isComposing = begins;
    if (begins) this.#stop();
    else this.#onInput();
  }

  #onInput() {
    const { input, erase } = this.#parts;
    const query = this.#query;
    input.dir = query ? "auto" : "";
    erase.hidden = !input.value;
    if (this.#isComposing) return;
    this.#stop();
    this.#list.deactivate();
    if (!query) return this.#showNothing();
    if (hasLetters(query, 2)) this.#tasks.suggest.start(SUGGEST_AFTER, (signal) => this.#suggest(query, signal));
    else this.#offer("", []);
    if (!hasLetters(query, 3)) this.#showResults(null);
    else if (this.#shown?.query !== query) this.#search(query, { after: SEARCH_AFTER });
  }

  get #query() {
    return this.#parts.input.value.trim();
  }

  #onRetry() {
    this.#parts.input.focus(); // the button goes away
    this.#again();
  }

  #onClose() {
    const { trigger } = this.#parts;
    trigger.setAttribute("aria-expanded", "false");
    this.#stop();
    this.#showList(false);
    if ([document.body, this].includes(document.activeElement)) trigger.focus();
  }

  /** Ends what is under way, so that nothing of it comes later. */
  #stop() {
    Object.values(this.#tasks).forEach((task) => task.end());
    this.#failed = null;
    this.#setBusy(false);
    this.#notify("");
  }

  // ---- suggestions and recent searches

  async #suggest(query, signal) {
    const suggestions = await this.service.suggest(query, signal).catch(() => []); // only searches say what is wrong
    if (signal.aborted) return;
    const whose = ({ label }) => (this.merchant ? null : foreign("span", { class: "note" }, label));
    this.#offer("suggestions", suggestions.map(({ text, merchant }) => this.#option("search", text, whose(merchant))));
  }

  #showRecent() {
    const queries = this.#recent.all();
    const remove = (query) => element("button",
      { class: "round", "aria-label": this.text("forget", { query }), onclick: () => this.#forget(query) },
      icon("cross"));
    this.#offer("recent", queries.map((query) => this.#option("recent", query, null)), queries.map(remove));
  }

  #option(symbol, query, note) {
    return {
      content: [icon(symbol), foreign("span", { class: "said" }, query), note],
      choose: () => this.#ask(query),
    };
  }

  /** Fills the list, with what removes each option. */
  #offer(labelKey, options, removals = []) {
    this.#list.fill(this.text(labelKey), options);
    this.#parts.removals.replaceChildren(...removals);
    this.#parts.head.hidden = !removals.length;
    this.#showList(true);
  }

  #showList(open) {
    this.#parts.suggest.hidden = !this.#list.show(open);
  }

  #forget(query) {
    this.#recent.remove(query);
    this.#showRecent();
    this.#parts.input.focus();
  }

  // ---- searching

  /** What is asked for outright, which is remembered; nothing starts the box afresh. */
  #ask(query) {
    const { input } = this.#parts;
    input.value = query;
    input.focus();
    this.#onInput();
    if (!query) return;
    if (matchMedia("(hover: none)").matches) input.blur(); // puts the phone's keyboard away
    this.#stop();
    this.#showList(false);
    this.#recent.add(query);
    this.#search(query);
  }

  #again() {
    if (this.#failed) this.#search(this.#failed);
  }

  #search(query, { after = 0, attempt = 1 } = {}) {
    this.#tasks.search.start(after, (signal) => this.#found(query, attempt, signal));
  }

  async #found(query, attempt, signal) {
    const limit = Math.min(Math.max(Number.parseInt(this.limit, 10) || 5, 1), 50);
    this.#setBusy(true);
    this.#notify("");
    this.say(this.text("searching"));
    this.#tasks.slow.start(SLOW_AFTER, () => this.#notify(this.text("slow")));
    try {
      const reply = await this.service.search(query, limit, signal);
      if (!signal.aborted) this.#succeed(query, reply);
    } catch (error) {
      if (!signal.aborted) this.#fail(query, error, attempt);
    }
  }

  #succeed(query, reply) {
    this.#stop();
    this.#showResults(new ResultsView(this, query, reply));
    this.say(this.#shown.announcement);
    this.#tell("faq-search", { query, verdict: reply.answerability.verdict, total_hits: reply.total_hits });
  }

  /** Says what happened; a service that asks to wait a little is asked once more. */
  #fail(query, { kind = "failed", status, code, message, retryAfter }, attempt) {
    const isAutomatic = retryAfter <= LONGEST_AUTOMATIC_WAIT && attempt === 1;
    const why = this.text(kind) || this.text("failed");
    this.#stop();
    this.#failed = query;
    if (isAutomatic) {
      this.#notify(this.text("retryIn", { why, seconds: retryAfter }) || why);
      this.#search(query, { after: retryAfter * 1000, attempt: 2 });
    } else this.#notify(why, { canRetry: !["offline", "refused", "invalid"].includes(kind) });
    this.#tell("faq-error", { query, kind, status, code, detail: message });
  }

  #showNothing() {
    this.#showResults(null);
    this.#showRecent();
    this.say("");
  }

  #showResults(view) {
    this.#shown = view;
    this.#parts.results.replaceChildren(...(view?.nodes() ?? []));
  }

  #setBusy(isBusy) {
    this.#parts.panel.toggleAttribute("data-busy", isBusy);
    this.#parts.results.ariaBusy = isBusy;
  }

  #notify(words, { canRetry = false } = {}) {
    const { notice, noticeText, retry } = this.#parts;
    notice.hidden = !words;
    noticeText.textContent = words;
    retry.hidden = !canRetry;
    if (words) this.say(words);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

for (const name of PROPERTIES) {
  Object.defineProperty(FaqSearch.prototype, name, {
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

// ---- style

// `all: initial` keeps the page's style out, except for its colour scheme; `medium` is the reader's own size of type.
const STYLE = `
:host { display: block; }
:host([hidden]) { display: contents; }
:host([hidden]) [part="trigger"], [hidden] { display: none !important; }
.root {
  all: initial; display: block; color-scheme: inherit;
  --bg: var(--faq-bg, light-dark(#fff, #16191d));
  --surface: var(--faq-surface, light-dark(#f4f5f3, #20252a));
  --text: var(--faq-text, light-dark(#1b1d1f, #e9e9e6));
  --muted: var(--faq-muted, light-dark(#5c6168, #a6abb3));
  --line: var(--faq-line, light-dark(#e3e4e1, #2d3238));
  --accent: var(--faq-accent, light-dark(#0f766e, #5eead4));
  --on-accent: var(--faq-on-accent, light-dark(#fff, #06201d));
  --mark: var(--faq-mark, light-dark(#fde68a, #5b4a00));
  --mark-text: var(--faq-mark-text, light-dark(#1b1d1f, #fff3c4));
  --radius: var(--faq-radius, 12px);
  color: var(--text);
  font: medium/1.5 var(--faq-font, system-ui, sans-serif);
  overflow-wrap: anywhere;
}
:host([theme="light"]) .root { color-scheme: light; }
:host([theme="dark"]) .root { color-scheme: dark; }
:host([theme="auto"]) .root { color-scheme: light dark; }

* { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; text-align: start; list-style: none; }
b, strong, h2, h3 { font-weight: 600; }
button { border: 0; border-radius: 8px; background: none; cursor: pointer; }
a { display: inline-flex; align-items: center; gap: 6px; min-block-size: 44px; color: var(--accent);
  text-underline-offset: 3px; }
kbd { padding: 1px 6px; border: 1px solid var(--line); border-radius: 5px; background: var(--surface);
  font-size: 0.75em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.icon { flex: none; inline-size: 20px; block-size: 20px; fill: none; stroke: currentColor; stroke-width: 1.8;
  stroke-linecap: round; stroke-linejoin: round; }
.bad { rotate: 180deg; }
.outside { inline-size: 15px; block-size: 15px; margin-inline-start: 5px; vertical-align: -2px; }
[dir="rtl"] .outside { scale: -1 1; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.note, .quiet, .about, .hint { color: var(--muted); font-size: 0.875em; }
.quiet { min-block-size: 44px; padding-inline: 8px; color: var(--accent); white-space: nowrap; }
.quiet:hover { text-decoration: underline; }
.round { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; color: var(--muted); }
.round:hover, [part="option"]:hover { background: var(--surface); }
.prompt, .said, .note { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.prompt, .said, .head .note, .origin, [part="input"], [part="list"], [part="notice"] p { flex: 1; min-inline-size: 0; }
[part="trigger"], form, .head, [part="option"], [part="notice"], .about, [part="feedback"], [part="hints"] {
  display: flex; align-items: center; gap: 12px; }

[part="trigger"] { inline-size: 100%; min-block-size: 48px; padding: 6px 14px; border-radius: var(--radius);
  border: 1px solid light-dark(#8b9097, #747b84); background: var(--bg); color: var(--muted); }
[part="trigger"]:hover { border-color: var(--accent); }

[part="panel"] { inline-size: min(var(--faq-width, 680px), calc(100vw - 32px)); max-inline-size: none;
  max-block-size: 80dvh; margin: 10dvh auto auto; border: 1px solid var(--line); border-radius: var(--radius);
  background: var(--bg); overflow: hidden;
  box-shadow: var(--faq-shadow, 0 16px 48px rgb(0 0 0 / 24%)); }
[part="panel"][open] { display: flex; flex-direction: column; }
[part="panel"]::backdrop { background: rgb(12 15 18 / 46%); }
form { flex: none; gap: 6px; padding: 6px 8px; padding-inline-start: 20px; box-shadow: inset 0 -1px var(--line);
  color: var(--muted); }
form:has(input:focus) { box-shadow: inset 0 -2px var(--accent); }
[part="input"] { block-size: 52px; padding-inline-start: 6px; border: 0; background: none; color: var(--text);
  font-size: 1.125em; outline: none; }
::placeholder { color: var(--muted); opacity: 1; }
.progress { flex: none; block-size: 2px; margin-block-start: -2px; overflow: hidden; }
[data-busy] .progress::before { content: ""; display: block; inline-size: 40%; block-size: 100%;
  background: var(--accent); }

.body { flex: 1; overflow-y: auto; overscroll-behavior: contain; }
.hint { padding: 28px 24px; font-size: 1em; text-align: center; }
:has(> :is(.suggest, [part="notice"]):not([hidden]), > .found:not(:empty)) > .hint { display: none; }
.suggest { padding: 8px; }
.suggest:has(~ .found:not(:empty)) { border-block-end: 1px solid var(--line); }
.head { padding-inline: 12px 4px; }
.rows { display: flex; }
[part="option"] { min-block-size: 44px; padding: 4px 12px; border-radius: 8px; color: var(--muted); cursor: pointer; }
[part="option"][aria-selected="true"] { background: var(--surface); box-shadow: inset 0 0 0 2px var(--accent); }
.said { color: var(--text); }
.said + .note { flex: none; max-inline-size: 40%; }

[part="notice"] { margin: 12px 16px 0; padding: 6px 14px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--surface); }
[part="notice"] p { padding-block: 10px; }
.retry { min-block-size: 44px; padding-inline: 16px; background: var(--accent); color: var(--on-accent);
  font-weight: 600; }

.found { padding-inline: 24px; }
[data-busy] :is([part="question"], [part="text"]) { opacity: 0.7; }
[part="verdict"] { padding-block-start: 16px; color: var(--muted); }
.head h2, .answer h2 { font-size: 0.875em; }
:is(.weak, .none) h2 { color: var(--text); font-size: 1.25em; }
[part="contact"] { margin-block: 14px 6px; padding: 6px 16px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--surface); }
[part="contact"] p, .origin { display: flex; flex-wrap: wrap; align-items: center; gap: 0 14px; }
[part="result"] { padding-block: 16px 6px; }
.answer + .results > :first-child { padding-block-start: 10px; }
.also { display: flex; flex-wrap: wrap; gap: 0 8px; margin-block-start: 4px; white-space: normal; }
[part="result"] + [part="result"] { border-block-start: 1px solid var(--line); }
[part="question"] { font-size: 1.0625em; line-height: 1.4; }
[part="text"] { margin-block-start: 4px; white-space: pre-line; }
[part="mark"] { padding-inline: 2px; border-radius: 3px; background: var(--mark); color: var(--mark-text);
  box-decoration-break: clone; }
.unfold { margin-inline-start: -8px; }
.about { align-items: end; margin-block-start: 6px; }
[part="merchant"] { color: var(--text); font-weight: 600; }
[part="badge"] { padding-inline: 8px; border: 1px solid var(--line); border-radius: 99px; }
[part="feedback"] { gap: 0; margin-inline-end: -12px; }
.thumb[aria-pressed="true"] { color: var(--accent); }
.thumb[aria-pressed="true"] .icon { fill: currentColor; fill-opacity: 0.25; }
[part="hints"] { flex: none; gap: 18px; padding: 9px 20px; border-block-start: 1px solid var(--line);
  color: var(--muted); font-size: 0.8125em; }
[part="hints"] kbd { margin-inline-end: 6px; }

@media (max-width: 640px) {
  [part="panel"] { inset: 0; inline-size: 100%; block-size: 100dvh; max-block-size: none; margin: 0; border: 0;
    border-radius: 0; }
  form { padding-inline: 14px 4px; gap: 0; }
  .found { padding-inline: 16px; }
}
@media (max-width: 640px), (hover: none) {
  [part="trigger"] kbd, [part="hints"] { display: none; }
}
@media (prefers-reduced-motion: no-preference) {
  [data-busy] .progress::before { animation: wait 0.9s ease-in-out infinite alternate; }
  @keyframes wait { to { margin-inline-start: 60%; } }
}
@media (forced-colors: active) {
  form:has(input:focus), [part="option"][aria-selected="true"] { outline: 2px solid Highlight; outline-offset: -2px; }
  .progress::before { forced-color-adjust: none; }
}
`;

// Last, because boxes in the page come to life at once; a page may load this file twice.
if (!customElements.get("faq-search")) customElements.define("faq-search", FaqSearch);
