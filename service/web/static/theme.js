// Applies the chosen theme before the first paint, so that the page does not flash.
(() => {
  const chosen = localStorage.getItem("ceyuan.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
