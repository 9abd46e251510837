// The guest's phone page: asks for the position after a tap, shows what HQ answers. Without it the picker does it all.
"use strict";
(() => {
  // A page that was away for long, or comes back from the browser's memory, may show a group that is full by now.
  const LONG_MS = 600000;
  let left = 0;
  addEventListener("pageshow", (came) => came.persisted && location.reload());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (left && Date.now() - left > LONG_MS) location.reload();
  });

  const main = document.getElementById("main");
  const status = document.getElementById("status");
  const button = document.getElementById("locate");
  const notice = document.getElementById("notice");
  if (!button || !window.isSecureContext || !navigator.geolocation || !window.fetch) return;
  const words = button.dataset;
  const usual = button.textContent;
  let asked = 0;
  document.getElementById("ask").hidden = false;

  const rest = () => {
    button.removeAttribute("aria-disabled");
    button.textContent = usual;
  };
  const tell = (text) => {
    rest();
    notice.firstElementChild.textContent = text;
    notice.hidden = false;
    status.textContent = text;
    notice.scrollIntoView({ block: "nearest" });
  };
  const show = (html) => {
    main.innerHTML = html;
    const heading = main.querySelector("h1");
    const store = main.querySelector("[data-store]");
    if (store) {
      const withStore = (href) => {
        const address = new URL(href);
        address.searchParams.set("store", store.dataset.store);
        return address;
      };
      history.replaceState(null, "", withStore(location.href));
      const language = document.querySelector(".language");
      language.href = withStore(language.href);
    }
    window.scrollTo(0, 0);
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
      status.textContent = document.title = heading.textContent;
    }
  };
  const send = async (position) => {
    const ending = new AbortController();
    const alarm = setTimeout(() => ending.abort(), 10000);
    try {
      const answer = await fetch(words.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "text/html" },
        body: JSON.stringify({
          lat: position.coords.latitude,
          lng: position.coords.longitude,
          accuracy_m: position.coords.accuracy,
          datum: "WGS-84",
        }),
        signal: ending.signal,
      });
      const kind = answer.headers.get("Content-Type") || "";
      if (kind.startsWith("text/html")) show(await answer.text());
      else tell(answer.status === 429 ? words.busy : words.failed);
    } catch {
      tell(words.failed);
    } finally {
      clearTimeout(alarm);
    }
  };
  button.addEventListener("click", () => {
    if (button.hasAttribute("aria-disabled")) return;
    notice.hidden = true;
    button.setAttribute("aria-disabled", "true"); // not `disabled`: whoever goes by keys or listens stays where they are
    button.textContent = words.looking;
    status.textContent = words.looking;
    // Browsers inside some apps never answer, and the timeout waits for a permission that nobody is asked for.
    const wait = Number(words.wait);
    const silent = setTimeout(() => tell(words.timeout), 2 * wait);
    const mine = ++asked;
    const answered = (act) => (said) => {
      clearTimeout(silent);
      if (mine === asked) act(said);
    };
    navigator.geolocation.getCurrentPosition(
      answered(send),
      answered((wrong) => tell(wrong.code === 1 ? words.refused : wrong.code === 3 ? words.timeout : words.nothing)),
      { enableHighAccuracy: true, timeout: wait, maximumAge: 60000 },
    );
  });
})();
