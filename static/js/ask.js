// Asking for help: the phone's place, only when its button is pressed, and a voice note by one press.
// The form works without this file.
const MOST_SECONDS = 180;

document.querySelectorAll("[data-locate]").forEach((box) => {
  const [latitude, longitude] = box.dataset.locate.split(" ").map((id) => document.getElementById(id));
  const [button, status] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const words = button.querySelector("span");
  const ask = words.textContent;
  const put = (north, east, text) => {
    [latitude.value, longitude.value, status.textContent] = [north, east, text];
    words.textContent = north === "" ? ask : button.dataset.off;
    button.removeAttribute("aria-busy");
  };
  if (!navigator.geolocation) box.hidden = true;
  if (latitude.value) put(latitude.value, longitude.value, status.dataset.found);
  button.addEventListener("click", () => {
    if (latitude.value) return put("", "", "");
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => put(coords.latitude.toFixed(5), coords.longitude.toFixed(5), status.dataset.found),
      () => put("", "", status.dataset.failed),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
});

document.querySelectorAll("[data-record]").forEach((box) => {
  const input = document.getElementById(box.dataset.record);
  const [button, status] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const words = button.querySelector("span");
  const speak = words.textContent;
  let recorder = null;
  if (!window.MediaRecorder || !navigator.mediaDevices) box.hidden = true;

  const keep = (pieces, type) => {
    const ending = { "audio/webm": "webm", "audio/ogg": "ogg" }[type.split(";")[0]] || "m4a";
    const chosen = new DataTransfer();
    chosen.items.add(new File(pieces, `voice.${ending}`, { type }));
    input.files = chosen.files;
    status.textContent = status.dataset.done;
  };

  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const pieces = [];
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      keep(pieces, recorder.mimeType);
      recorder = null;
      words.textContent = speak;
    });
    recorder.start();
    setTimeout(() => recorder?.stop(), MOST_SECONDS * 1000);
    words.textContent = button.dataset.stop;
    status.textContent = status.dataset.on;
  };

  button.addEventListener("click", () => {
    if (recorder) return recorder.stop();
    start().catch(() => (status.textContent = status.dataset.failed));
  });
});
