package io.tallybook.domain.planted;

import org.springframework.core.env.Environment;

/** A rule that asks a framework. */
record UsesSpring(Environment environment) {}
