// Waiting has a word.
watch("value", () => delete element.dataset.busy);
addEventListener("cuttings:searching", () => (element.dataset.busy = "Searching the archive…"));
