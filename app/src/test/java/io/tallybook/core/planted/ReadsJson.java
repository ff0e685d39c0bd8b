package io.tallybook.core.planted;

import tools.jackson.databind.JsonNode;

/** A message that knows how it is written. */
record ReadsJson(JsonNode node) {}
