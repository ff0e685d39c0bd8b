/** Clients of others, unchanged, against the whole application. */
@NullMarked
package io.tallybook.app.client;

import org.jspecify.annotations.NullMarked;
