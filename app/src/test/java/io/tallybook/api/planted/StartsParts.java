package io.tallybook.api.planted;

import io.tallybook.embedded.LocalStack;

/** A route that starts a database. */
record StartsParts(LocalStack stack) {}
