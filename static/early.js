// Before anything is drawn: theme and language as they were chosen last time, or as the system has them.
(() => {
  const root = document.documentElement;
  let theme = null, language = null;
  try {
    theme = localStorage.getItem("netlab:theme");
    language = localStorage.getItem("netlab:language");
  } catch { /* storage is forbidden: the system's choice holds */ }
  const linked = /(?:^#|&)lang=(en|zh)(?:&|$)/.exec(location.hash);
  if (linked) language = linked[1];
  if (theme !== "light" && theme !== "dark") theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  if (language !== "en" && language !== "zh") language = /^zh/i.test(navigator.language) ? "zh" : "en";
  root.dataset.theme = theme;
  root.lang = language === "zh" ? "zh-CN" : "en";
})();
