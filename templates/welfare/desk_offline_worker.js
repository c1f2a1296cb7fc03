// Gives the page for writing down, and what it loads, out of the phone when there is no net. It governs this page alone.
const KEPT = "offline-entry";
const SECONDS = 6;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const isPage = request.mode === "navigate" && address.pathname === new URL(self.registration.scope).pathname;
  if (isPage || address.pathname.startsWith("/static/")) event.respondWith(fresh(request, isPage));
});

/** From the net; when that fails or takes too long, as it was kept. */
async function fresh(request, isPage) {
  const store = await caches.open(KEPT);
  const kept = await store.match(request, { ignoreSearch: isPage, ignoreVary: true });
  const fetched = fetch(request).then((response) => {
    if (response.status === 200 && !response.redirected) store.put(request, response.clone());
    return kept && response.status >= 500 ? kept : response;
  });
  if (!kept) return fetched;
  const late = new Promise((resolve) => setTimeout(resolve, SECONDS * 1000, kept));
  return Promise.race([fetched.catch(() => kept), late]);
}
