/** A job that runs behind the page: watched until it ends, then told what came of it. */

import { get, queryString } from "../api.js";
import { announce, failure, fill, h } from "../dom.js";
import { figure } from "../wording.js";

const POLL_MS = 500;
const MOST_TOLD = 200;
const PHASES = { fetch: "抓取网页", read: "读取文件", index: "建立索引" };

/** Start a job by `begin(bar, text)` and show it in `report`; `retry(failed)` may give a button for what failed. */
export async function watchJob(report, { title, begin, done, again, retry = () => null }) {
  const bar = h("progress", { max: 1, value: 0, "aria-label": "进度" });
  const text = h("p.small");
  const panel = h("section.panel.job", null, h("h2", null, title), bar, text);
  report.prepend(panel);
  try {
    let job = await begin(bar, text);
    while (job.state === "queued" || job.state === "running") {
      showProgress(job, bar, text);
      await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
      job = await get(`/api/jobs/${encodeURIComponent(job.job_id)}`);
    }
    fill(panel, outcome(job), job.state === "done" && retry(job.summary.failed, panel));
    announce(job.state === "done" ? "入库完成。" : "入库没有完成。");
    done();
  } catch (error) {
    fill(panel, failure(error, () => { panel.remove(); again(); }));
  }
}

function showProgress(job, bar, text) {
  if (job.state === "queued" || !job.total) {
    bar.removeAttribute("value");
    text.textContent = job.state === "queued" ? "等待前面的任务…" : "准备…";
    return;
  }
  bar.value = job.done / job.total;
  text.textContent = `${PHASES[job.phase] ?? ""} ${figure(job.done)} / ${figure(job.total)}${job.current ? `　${job.current}` : ""}`;
}

function outcome(job) {
  if (job.state === "failed") return [h("h2", null, "没有完成"), h("p", null, job.error)];
  const { accepted, unchanged, skipped, failed } = job.summary;
  const counts = [["入库", accepted], ["未变", unchanged], ["跳过", skipped], ["失败", failed]]
    .map(([name, items]) => `${name} ${figure(items.length)}`).join("，");
  const told = [[failed, "失败", "bad"], [skipped, "跳过", "warn"], [accepted, "入库", "ok"], [unchanged, "未变", ""]]
    .flatMap(([items, name, kind]) => items.map((item) => ({ item, name, kind })));
  return [h("h2", null, "完成"), h("p", null, `${counts}；用时 ${job.summary.took_s.toFixed(1)} 秒。`),
    told.length > 0 && h("ul.outcomes.told", null, told.slice(0, MOST_TOLD).map(lineOf)),
    told.length > MOST_TOLD && h("p.small.muted", null, `另有 ${figure(told.length - MOST_TOLD)} 个没有列出。`)];
}

function lineOf({ item, name, kind }) {
  const isHeld = name === "入库" || name === "未变";
  // the reason of a failure begins with the name that already stands before it
  const reason = (item.reason ?? "").replace(`${item.source}：`, "");
  return h("li", null, h("span.badge", { class: kind }, name),
    isHeld ? h("a", { href: `/library${queryString({ q: item.source })}` }, item.source) : h("span", null, item.source),
    h("span.reason", null, reason));
}
