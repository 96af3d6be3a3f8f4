/** What this browser keeps: results for going back, and the reader's own history. */

const KEPT_RESULTS = 40;
const KEPT_QUESTIONS = 60;
const results = new Map();

/** Return what was fetched for `key` when going back; otherwise fetch it and remember. */
export async function remembered(key, isBack, fetching) {
  if (isBack && results.has(key)) return results.get(key);
  const value = await fetching();
  results.delete(key);
  results.set(key, value);
  if (results.size > KEPT_RESULTS) results.delete(results.keys().next().value);
  return value;
}

/** Read a value kept in this browser. */
export function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`ceyuan.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keep a value in this browser; a browser that forbids it just does not keep it. */
export function keep(name, value) {
  try {
    localStorage.setItem(`ceyuan.${name}`, JSON.stringify(value));
  } catch { /* private mode or full: nothing of the answer depends on it */ }
}

/** Put a question on top of the history. */
export function noteQuestion(question, address) {
  const others = kept("questions", []).filter((item) => item.address !== address);
  keep("questions", [{ question, address, at: new Date().toISOString() }, ...others].slice(0, KEPT_QUESTIONS));
}
