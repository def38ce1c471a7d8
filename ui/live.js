// Each time the turn in progress grows, the conversation looks at it.
watch("value", () => dispatchEvent(new Event("cuttings:live")));
