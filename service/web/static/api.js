/** Talk to the server that this page came from. */

/** A failure with a message for the reader. */
export class ApiError extends Error {
  constructor(message, code, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("连接不上策源服务，请确认它仍在运行。", "offline", 0);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

async function failureOf(response) {
  try {
    const { error } = await response.json();
    return new ApiError(error.message, error.code, response.status);
  } catch {
    return new ApiError(`请求失败（${response.status}）。`, "error", response.status);
  }
}

/** Fetch JSON; `query` entries without a value are left out. */
export async function get(path, query = {}, signal = undefined) {
  const response = await request(path + queryString(query), { signal });
  return response.json();
}

/** Post JSON and read JSON. */
export async function post(path, body, signal = undefined) {
  const response = await request(path, jsonRequest(body, signal));
  return response.json();
}

/** Delete what stands at `path`. */
export async function remove(path) {
  await request(path, { method: "DELETE" });
}

function jsonRequest(body, signal) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
}

/** Post JSON and hand each server-sent event to `onEvent(name, value)`. */
export async function postStream(path, body, onEvent, signal = undefined) {
  const response = await request(path, jsonRequest(body, signal));
  return readEvents(response, onEvent);
}

/** Read a stream of server-sent events to its end; an `error` event is thrown. */
export async function readEvents(response, onEvent) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) dispatch(part, onEvent);
  }
}

function dispatch(part, onEvent) {
  let name = "message";
  let data = "";
  for (const line of part.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    if (line.startsWith("data: ")) data += line.slice(6);
  }
  const value = JSON.parse(data);
  if (name === "error") throw new ApiError(value.message, value.code, 200);
  onEvent(name, value);
}

/** Upload files with progress; `onSent(fraction)`. Resolves to the job. */
export function upload(files, collection, onSent) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append("collection", collection);
    for (const { file, name } of files) form.append("files", file, name);
    const sending = new XMLHttpRequest();
    sending.open("POST", "/api/ingest");
    sending.responseType = "json";
    sending.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    sending.onerror = () => reject(new ApiError("上传中断，请确认策源服务仍在运行。", "offline", 0));
    sending.onload = () => {
      if (sending.status < 300) resolve(sending.response);
      else reject(new ApiError(sending.response?.error?.message ?? `上传失败（${sending.status}）。`, "upload", sending.status));
    };
    sending.send(form);
  });
}

/** `?a=1&b=2` of the entries that have a value, or the empty string. */
export function queryString(query) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null && item !== undefined && item !== "" && item !== false) search.append(name, item);
    }
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}
