/** 问答: one address is one conversation; each `q` is a turn of it. */

import { post, postStream, queryString } from "../api.js";
import { announce, empty, failure, fill, h, skeleton } from "../dom.js";
import { filterChips, filterForm, filterParameters, filtersOf } from "../filters.js";
import { kept, keep, noteQuestion, remembered } from "../memory.js";
import { navigate } from "../router.js";
import { library } from "../library-state.js";
import { answerView } from "./answer.js";
import { openClause } from "./clause-panel.js";

const SAMPLES = [
  "云川市对新引进的生物医药项目有哪些奖励？上限是多少？",
  "高层次人才购房补贴多少？",
  "云岭省开发区到2027年的目标是什么？",
  "国发〔2019〕11号对国家级经开区提了哪些要求？",
];
const SHOWN_QUESTIONS = 8;

/** Show the ask page, or the conversation that the address holds. */
export async function askView(context) {
  const questions = context.query.getAll("q").filter((text) => text.trim());
  document.title = questions.length ? `${questions.at(-1)} · 策源` : "策源 · 政策问答";
  if (!questions.length) return home(context);
  const thread = h("div.thread");
  const page = h("div.page", null, h("h1.unseen", null, "问答"), thread);
  fill(context.main, page);
  const history = [];
  for (const [index, question] of questions.entries()) {
    const answer = await turn(context, thread, question, questions.slice(0, index + 1), history);
    if (!answer) return undefined;
    history.push({ role: "user", text: question }, { role: "assistant", text: spoken(answer) });
  }
  thread.lastElementChild.append(followUp(context, questions));
  return undefined;
}

function spoken(answer) {
  return (answer.answer || answer.refusal?.message || "").slice(0, 8000);
}

async function turn(context, thread, question, asked, history) {
  const body = h("div.answer", { "aria-busy": "true" }, skeleton());
  const section = h("section.turn", { "aria-label": question },
    h("header", null, h("h2.question", null, question),
      filterChips(context.query, (name) => changeFilter(context, asked, name, null))),
    body);
  thread.append(section);
  if (asked.length > 1) section.scrollIntoView({ block: "start" });
  const address = addressOf(asked, context.query);
  try {
    const answer = await remembered(address, context.isBack, () => fetchAnswer(context, question, history, body));
    if (!context.isCurrent()) return null;
    const onCite = (citation, opener) => openClause(context, citation, opener);
    answerView(section, answer, { onCite });
    openNamed(answer, onCite);
    announce(answer.verdict === "refused" ? "没有作答，原因见页面。" : "回答已显示。");
    noteQuestion(asked[0], addressOf(asked.slice(0, 1), context.query));
    return answer;
  } catch (error) {
    if (error.name === "AbortError" || !context.isCurrent()) return null;
    fill(body, failure(error, () => { section.remove(); navigate(address, { replace: true }); }));
    body.setAttribute("aria-busy", "false");
    return null;
  }
}

/** An address that ends in #c2 opens the second citation. */
function openNamed(answer, onCite) {
  const wanted = /^#c(\d+)$/.exec(location.hash)?.[1];
  const citation = wanted && answer.citations.find((item) => String(item.n) === wanted);
  if (citation) onCite(citation, null);
}

async function fetchAnswer(context, question, history, body) {
  const filters = filtersOf(context.query);
  const request = { question, filters, as_of: context.query.get("as_of"), history: history.slice(-20), stream: true };
  let whole = null;
  const draft = h("p.draft");
  await postStream("/api/ask", request, (name, value) => {
    if (name === "answer") whole = value;
    if (name === "draft") {
      if (!draft.isConnected) fill(body, h("p.small.muted", null, "正在撰写，逐句核对后才作为回答："), draft);
      draft.append(value.text);
    }
  }, context.signal);
  return whole ?? post("/api/ask", { ...request, stream: false }, context.signal);
}

/** The address of a conversation under the filters of `query`. */
export function addressOf(questions, query) {
  return `/ask${queryString({ q: questions, ...filterParameters(query) })}`;
}

function askNext(context, before, text) {
  navigate(addressOf([...before, text], context.query));
}

function changeFilter(context, questions, name, value) {
  const query = new URLSearchParams(context.query);
  if (value) query.set(name, value);
  else query.delete(name);
  navigate(addressOf(questions, query));
}

function home(context) {
  const query = new URLSearchParams(context.query);
  const box = askBox("例如：租金减免有哪些条件，找哪个部门办？", (text) => navigate(addressOf([text], query)));
  const filters = h("details.fold", { open: filterChips(query, () => {}) !== null },
    h("summary", null, "限定地区、文种、效力日期…"),
    filterForm(query, (name, value) => (value ? query.set(name, value) : query.delete(name))));
  box.append(filters);
  const page = h("div.page.page-narrow.ask-home", null,
    h("h1", null, "问政策，看依据"),
    h("p.lead", null, "回答的每一句都注明出自哪份文件、哪一条，点开即见原文；库中没有依据的，不作回答。"),
    box);
  fill(context.main, page);
  box.querySelector("textarea").focus({ preventScroll: true });
  library().then((state) => context.isCurrent() && page.append(...belowBox(state)), () => {});
}

function belowBox(state) {
  if (!state.documents) {
    return [empty("库中还没有文件", "放入政策文件后即可提问。", h("a.button.primary", { href: "/library#upload" }, "放入文件"))];
  }
  return [
    state.only_examples && questionList("试一试", SAMPLES.map((question) => ({ question, address: `/ask${queryString({ q: question })}` }))),
    recent(),
  ].filter(Boolean);
}

function recent() {
  const all = kept("questions", []);
  const items = all.slice(0, SHOWN_QUESTIONS);
  if (!items.length) return null;
  const list = questionList("最近问过（只存在本机）", items);
  list.querySelector("h2").append(" ", h("button.quiet.small", { type: "button", onclick: () => { keep("questions", []); list.remove(); } }, "清除"));
  if (all.length > items.length) {
    list.append(h("details.fold", null, h("summary", null, `更早的 ${all.length - items.length} 个问题`), questionList("更早", all.slice(SHOWN_QUESTIONS))));
  }
  return list;
}

function questionList(title, items) {
  return h("section.ask-samples", null, h("h2", null, title),
    h("div.chips", null, items.map(({ question, address }) => h("a.chip", { href: address }, question))));
}

function followUp(context, questions) {
  const box = askBox("接着问，如“那外资企业呢？”“上限是多少？”", (text) => askNext(context, questions, text), "追问");
  return h("div.follow-up", null, box);
}

function askBox(placeholder, submit, label = "提问") {
  const area = h("textarea", { rows: 1, placeholder, "aria-label": label, maxlength: 2000, "data-main-input": "" });
  const send = () => area.value.trim() && submit(area.value.trim());
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  });
  return h("form.ask-box", { onsubmit: (event) => { event.preventDefault(); send(); } }, area,
    h("div.row.spread", null, h("span.muted.small", null, h("kbd", null, "Enter"), " 提问　", h("kbd", null, "Shift"), "+", h("kbd", null, "Enter"), " 换行"),
      h("button.button.primary", { type: "submit" }, label)));
}
